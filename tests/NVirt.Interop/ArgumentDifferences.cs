using System.IO.Enumeration;
using NVirt.Testing;

namespace NVirt.Interop;

/// <summary>
/// The table of known differences in docs/qemu-args.md: libvirt's answer, our answer, which text in a domain it applies to,
/// why. The first three are in back quotes, and <c>*</c> stands for anything. If libvirt's answer is <c>nothing</c>, ours is an option
/// that it does not write.
/// </summary>
internal sealed class ArgumentDifferences
{
    private const string Heading = "## Differences from libvirt 9.0";
    private const string Columns = "| libvirt 9.0 | NVirt | domains with | why |";
    private const string Nothing = "nothing";

    private readonly Row[] _rows;

    private ArgumentDifferences(Row[] rows) => _rows = rows;

    public static ArgumentDifferences Read()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Places.Root, "docs", "qemu-args.md"));
        int start = Array.IndexOf(lines, Columns, Array.IndexOf(lines, Heading));
        Assert.True(start > 0, $"docs/qemu-args.md has no table \"{Columns}\" under \"{Heading}\"");
        return new ArgumentDifferences([.. lines.Skip(start + 2).TakeWhile(l => l.StartsWith('|')).Select(Parse)]);
    }

    /// <summary>Our answer without the options that libvirt does not write.</summary>
    public string WithoutOptions(string ours) => string.Join(
        ' ', ours.Split(' ')
            .Select(word => string.Join(',', word.Split(',').Where(o => !_rows.Any(r => r.Theirs == Nothing && Fits(r.Ours, o))))));

    /// <summary>Whether a row covers two different answers.</summary>
    public bool Covers(string xml, string theirs, string ours) => _rows.Any(r =>
        r.Theirs != Nothing && xml.Contains(r.Domains, StringComparison.Ordinal) && Fits(r.Theirs, theirs) && Fits(r.Ours, ours));

    private static Row Parse(string line)
    {
        string[] cells = [.. line.Trim('|').Split('|', StringSplitOptions.TrimEntries)];
        Assert.True(cells.Length == 4 && cells[3].Length > 0, $"not a row with a reason: {line}");
        return new Row(cells[0].Trim('`'), cells[1].Trim('`'), cells[2].Trim('`'));
    }

    private static bool Fits(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);

    private sealed record Row(string Theirs, string Ours, string Domains);
}
