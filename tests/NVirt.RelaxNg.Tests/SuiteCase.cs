using System.Text.RegularExpressions;
using NVirt.RelaxNg.Patterns;
using NVirt.Testing;

namespace NVirt.RelaxNg.Tests;

/// <summary>
/// A schema with documents, from a file in the folder Suite: "== title", then the schema; "@ file" begins another file of it, "+ " a valid
/// document, "- " an invalid one, and "! " says why the schema must be refused. The namespace of RELAX NG and the library of XML Schema
/// are filled in unless another is given.
/// </summary>
internal sealed partial record SuiteCase(string Title)
{
    public const string MainFile = "schema.rng";

    /// <summary>The texts of the schema by the names of its files.</summary>
    public Dictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    public List<string> Valid { get; } = [];

    public List<string> Invalid { get; } = [];

    /// <summary>A part of the message with which the schema is refused, or <see langword="null"/> if it is valid.</summary>
    public string? Refused { get; private set; }

    public static IReadOnlyDictionary<string, SuiteCase> All { get; } =
        Directory.EnumerateFiles(Path.Combine(Places.Root, "tests", "NVirt.RelaxNg.Tests", "Suite"), "*.suite")
            .Order(StringComparer.Ordinal).SelectMany(f => Read(File.ReadAllText(f))).ToDictionary(c => c.Title, StringComparer.Ordinal);

    public static TheoryData<string> Titles { get; } = [.. All.Keys];

    public Stream Open(string path) => Files.TryGetValue(Path.GetRelativePath("/suite", path), out string? text)
        ? new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text))
        : throw new FileNotFoundException("there is no such file", path);

    public RelaxNgSchema Load() => RelaxNgSchema.Load("/suite/" + MainFile, Open);

    private static IEnumerable<SuiteCase> Read(string text) => text.Split("\n== ", StringSplitOptions.RemoveEmptyEntries).Select(ReadCase);

    private static SuiteCase ReadCase(string text)
    {
        string[] lines = text.TrimStart('=', ' ').TrimEnd().Split('\n');
        SuiteCase made = new(lines[0]);
        string file = MainFile;
        List<string>? documents = null;
        foreach (string line in lines.Skip(1))
        {
            switch (line)
            {
                case ['@', ' ', .. var name]:
                    file = name;
                    break;
                case ['+' or '-', ' ', .. var document]:
                    documents = line[0] == '+' ? made.Valid : made.Invalid;
                    documents.Add(document);
                    break;
                case ['!', ' ', .. var reason]:
                    made.Refused = reason;
                    break;
                case var _ when documents is not null:
                    documents[^1] += "\n" + line;
                    break;
                default:
                    made.Files[file] = made.Files.GetValueOrDefault(file) + line;
                    break;
            }
        }

        bool hasLibrary = made.Files.Values.Any(f => f.Contains("datatypeLibrary", StringComparison.Ordinal));
        foreach (string name in made.Files.Keys.ToArray())
        {
            made.Files[name] = Root().Replace(made.Files[name], m => m.Value + Declarations(made.Files[name], hasLibrary), 1);
        }

        return made;
    }

    private static string Declarations(string schema, bool hasLibrary) =>
        (schema.Contains("http://relaxng.org", StringComparison.Ordinal) ? string.Empty : " xmlns=\"http://relaxng.org/ns/structure/1.0\"")
        + (hasLibrary ? string.Empty : " datatypeLibrary=\"http://www.w3.org/2001/XMLSchema-datatypes\"");

    [GeneratedRegex("<[a-zA-Z:]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Root();
}
