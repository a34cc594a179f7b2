using System.Text.RegularExpressions;

namespace NVirt.Cpu.Tests.Documents;

/// <summary>A document that a source file cites, and the place in it: sections, steps or items of lists, and words.</summary>
internal sealed partial record Citation(string Document, string[] Sections, string[] Items, string[] Words)
{
    /// <summary>The citations in a file; a comment may break its lines anywhere.</summary>
    public static IEnumerable<Citation> In(string source) =>
        Pattern().Matches(LineOfComment().Replace(source, " ")).Select(m => new Citation(
        m.Groups["document"].Value, Values(m, "section"), Values(m, "item"), Values(m, "word")));

    /// <summary>The cited parts that are not in the repository; <see langword="null"/> if everything is.</summary>
    /// <param name="documents">The documents by their paths from the root.</param>
    public string? Missing(IReadOnlyDictionary<string, MarkdownDocument> documents)
    {
        string[] paths = [.. documents.Keys.Where(p => p == Document || p.EndsWith("/" + Document, StringComparison.Ordinal))];
        if (paths.Length != 1)
        {
            return $"{Document}: {paths.Length} documents have this name";
        }

        string?[] sections = [.. Sections.Select(documents[paths[0]].Section)];
        if (Array.IndexOf(sections, null) is >= 0 and var lacking)
        {
            return $"{Document} has no section {Sections[lacking]}";
        }

        string last = sections.LastOrDefault() ?? string.Empty;
        return Items.FirstOrDefault(i => !Regex.IsMatch(last, $@"^ *{i}\. ", RegexOptions.Multiline, TimeSpan.FromSeconds(10))) is { } item
            ? $"{Document} {Sections[^1]} has no number {item}"
            : Words.FirstOrDefault(w => !last.Contains(w, StringComparison.OrdinalIgnoreCase)) is { } word
            ? $"{Document} {Sections[^1]} does not have \"{word}\""
            : null;
    }

    private static string[] Values(Match match, string group) => [.. match.Groups[group].Captures.Select(c => c.Value)];

    [GeneratedRegex(@"\r?\n[ \t]*(?:///?|#) ?", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex LineOfComment();

    // cpu-rules.md 4.1 and 4.2; cpu-rules.md 4.6, steps 1 and 2; cpu-rules.md 7, item 6; cpu-rules.md 4.4, "judging"
    [GeneratedRegex("""
        (?<document>[\w./-]*\w\.md)\b
        (?:\ (?<section>\d+(?:\.\d+)*)(?:(?:,\ and|,|\ and|\ to)\ (?<section>\d+(?:\.\d+)*))*
        (?:,\ (?:step|item)s?\ (?<item>\d+)(?:(?:,\ and|,|\ and|\ to)\ (?<item>\d+))*)?
        (?:,\ "(?<word>[^"]+)")*)?
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Pattern();
}
