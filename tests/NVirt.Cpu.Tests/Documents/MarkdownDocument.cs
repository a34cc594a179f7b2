using System.Text.RegularExpressions;

namespace NVirt.Cpu.Tests.Documents;

/// <summary>A document of the repository: its headings, the text below them, and its links.</summary>
internal sealed partial class MarkdownDocument(string text)
{
    private readonly string _text = Fence().Replace(text.ReplaceLineEndings("\n"), string.Empty);

    public static MarkdownDocument Read(string path) => new(File.ReadAllText(path));

    /// <summary>The anchors of its headings, the part of a link after the #.</summary>
    public IEnumerable<string> Anchors => Headings().Select(h => AnchorOf(h.Groups["title"].Value));

    /// <summary>The targets of its links.</summary>
    public IEnumerable<string> Links => Link().Matches(Code().Replace(_text, string.Empty)).Select(m => m.Groups["target"].Value);

    /// <summary>A numbered section with those inside it; <see langword="null"/> if no heading has the number.</summary>
    public string? Section(string number)
    {
        Match[] headings = [.. Headings()];
        int at = Array.FindIndex(headings, h => h.Groups["number"].Value == number);
        if (at < 0)
        {
            return null;
        }

        int level = headings[at].Groups["level"].Length;
        Match? next = headings.Skip(at + 1).FirstOrDefault(h => h.Groups["level"].Length <= level);
        return _text[headings[at].Index..(next?.Index ?? _text.Length)];
    }

    private IEnumerable<Match> Headings() => Heading().Matches(_text);

    // In GitHub's form.
    private static string AnchorOf(string title) => NoAnchor().Replace(title.ToLowerInvariant(), string.Empty).Replace(' ', '-');

    [GeneratedRegex(
        @"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Fence();

    [GeneratedRegex(@"`[^`\n]*`", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Code();

    [GeneratedRegex(@"^(?<level>#+) (?<title>(?:(?<number>[0-9]+(?:\.[0-9]+)*)\.? )?.*)$",
        RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex NoAnchor();
}
