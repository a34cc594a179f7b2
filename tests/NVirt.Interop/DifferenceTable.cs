using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace NVirt.Interop;

/// <summary>
/// The table of known differences in docs/cpu-map.md: fact, subjects, side, values, reason. Subjects and values are lists of names in
/// back quotes, in which <c>*</c> stands for anything.
/// </summary>
internal static partial class DifferenceTable
{
    private const string Heading = "## Differences from other maps";
    private const string Columns = "| fact | of | only in | what | why |";

    public static Row[] Read()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Places.Root, "docs", "cpu-map.md"));
        int start = Array.IndexOf(lines, Columns, Array.IndexOf(lines, Heading));
        Assert.True(start > 0, $"docs/cpu-map.md has no table \"{Columns}\" under \"{Heading}\"");
        return [.. lines.Skip(start + 2).TakeWhile(l => l.StartsWith('|')).Select(Parse)];
    }

    private static Row Parse(string line)
    {
        string[] cells = [.. line.Trim('|').Split('|', StringSplitOptions.TrimEntries)];
        Assert.True(cells.Length == 5 && cells[4].Length > 0, $"not a row with a reason: {line}");
        return new Row(cells[0], Names(cells[1]), cells[2], Names(cells[3]));
    }

    private static string[] Names(string cell) => [.. Quoted().Matches(cell).Select(m => m.Groups["name"].Value)];

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted();

    internal sealed record Row(string Fact, string[] Subjects, string Side, string[] Values)
    {
        public bool Covers(MapDifference difference) => Fact == difference.Fact && Side == difference.Side
            && Array.Exists(Subjects, s => Fits(s, difference.Subject)) && Array.Exists(Values, v => Fits(v, difference.Value));

        /// <summary>Names in the row that no difference needs.</summary>
        public IEnumerable<string> Stale(IEnumerable<MapDifference> differences)
        {
            MapDifference[] covered = [.. differences.Where(Covers)];
            return Subjects.Where(s => !Array.Exists(covered, d => Fits(s, d.Subject)))
                .Concat(Values.Where(v => !Array.Exists(covered, d => Fits(v, d.Value))))
                .Select(name => $"{Fact}, only in {Side}: {name}");
        }

        private static bool Fits(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
    }
}
