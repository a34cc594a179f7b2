using NVirt.Testing;

namespace NVirt.Cpu.Tests.Documents;

/// <summary>Everything that source files cite and documents link to exists.</summary>
public sealed class CitationTests
{
    private const string Rules = "cpu-rules.md";

    // It cites what does not exist.
    private const string ThisFile = "CitationTests.cs";

    private static readonly string[] Folders = ["src", "tests", "data", "benchmarks", "schemas", "samples"];

    private static readonly string[] Forms = [".cs", ".map", ".txt", ".rnc", ".rng", ".resx", ".csproj", ".sh", ".py", ".s"];

    private static readonly Dictionary<string, MarkdownDocument> Documents = Directory.EnumerateFiles(Places.Root, "*.md")
        .Concat(Directory.EnumerateFiles(Path.Combine(Places.Root, "docs"), "*.md", SearchOption.AllDirectories))
        .ToDictionary(NameOf, MarkdownDocument.Read, StringComparer.Ordinal);

    [Fact]
    public void What_source_files_cite_is_in_the_repository()
    {
        int count = 0;
        List<string> missing = [];
        foreach (string file in Sources())
        {
            foreach (Citation citation in Citation.In(File.ReadAllText(file)))
            {
                count++;
                missing.AddRange(citation.Missing(Documents) is { } what ? [$"{NameOf(file)}: {what}"] : []);
            }
        }

        Assert.True(missing.Count == 0, string.Join('\n', missing));
        Assert.True(count > 200, $"only {count} citations were found");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" 4.1")]
    [InlineData(" 4.1: bits against bits")]
    [InlineData(" 5.2, 5.5 and 5.6")]
    [InlineData(" 4.6, steps 1 and 2")]
    [InlineData(" 7, item 19")]
    [InlineData(" 4.4, \"judging\"")]
    public void What_is_there_can_be_cited(string place) => Assert.Null(Missing($"// It is so ({Rules}{place})."));

    [Theory]
    [InlineData("cpu-core", "", "cpu-core.md: 0 documents have this name")]
    [InlineData("docs/cpu-rules", "", "docs/cpu-rules.md: 0 documents have this name")]
    [InlineData("cpu-rules", " 4.13", "cpu-rules.md has no section 4.13")]
    [InlineData("cpu-rules", " 4.1 and 4.14", "cpu-rules.md has no section 4.14")]
    [InlineData("cpu-rules", " 4.6, steps 1 and 9", "cpu-rules.md 4.6 has no number 9")]
    [InlineData("cpu-rules", " 7, item 20", "cpu-rules.md 7 has no number 20")]
    [InlineData("cpu-rules", " 4.1, \"judging\"", "cpu-rules.md 4.1 does not have \"judging\"")]
    [InlineData("cpu-rules", "\n    /// 4.99", "cpu-rules.md has no section 4.99")]
    [InlineData("json", " 1", "json.md has no section 1")]
    public void What_is_not_there_is_found(string document, string place, string expected) =>
        Assert.Equal(expected, Missing($"    /// It is so ({document}.md{place})."));

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        List<string> missing = [];
        int count = 0;
        foreach (var (path, document) in Documents)
        {
            foreach (string link in document.Links.Where(l => !l.Contains("://", StringComparison.Ordinal)))
            {
                count++;
                missing.AddRange(LeadsSomewhere(path, link) ? [] : [$"{path}: {link}"]);
            }
        }

        Assert.True(missing.Count == 0, string.Join('\n', missing));
        Assert.True(count > 100, $"only {count} links were found");
    }

    [Theory]
    [InlineData("cpu-rules.md#4-operations", true)]
    [InlineData("#15-kinds-of-errors", true)]
    [InlineData("../../data/cpu-map", true)]
    [InlineData("cpu-rules.md#4-operation", false)]
    [InlineData("#16-kinds-of-errors", false)]
    [InlineData("cpu-core.md", false)]
    public void A_link_needs_a_file_and_a_heading(string link, bool leads) =>
        Assert.Equal(leads, LeadsSomewhere("docs/reference/cpu-rules.md", link));

    private static string? Missing(string source) => Assert.Single(Citation.In(source)).Missing(Documents);

    private static bool LeadsSomewhere(string path, string link)
    {
        string[] parts = link.Split('#', 2);
        string target = parts[0].Length == 0 ? Path.Combine(Places.Root, path)
            : Path.GetFullPath(Path.Combine(Places.Root, path, "..", parts[0]));
        return Path.Exists(target)
            && (parts.Length == 1
            || (Documents.TryGetValue(NameOf(target), out MarkdownDocument? document) && document.Anchors.Contains(parts[1])));
    }

    private static string NameOf(string path) => Path.GetRelativePath(Places.Root, path).Replace('\\', '/');

    private static IEnumerable<string> Sources() => Folders
        .SelectMany(f => Directory.EnumerateFiles(Path.Combine(Places.Root, f), "*", SearchOption.AllDirectories))
        .Where(f => Forms.Contains(Path.GetExtension(f)) && Path.GetFileName(f) != ThisFile)
        .Where(f => !NameOf(f).Split('/').Any(p => p is "bin" or "obj"));
}
