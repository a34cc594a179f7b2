using System.IO.Enumeration;

namespace NVirt.Interop;

/// <summary>The table of differences from libvirt's map in docs/cpu-map.md: fact, subjects, side, values, reason.</summary>
internal static class DifferenceTable
{
    private const string Heading = "## Differences from other maps";
    private const string Columns = "| fact | of | only in | what | why |";

    public static Row[] Read() =>
    [
        .. DocumentationTable.Read("cpu-map.md", Heading, Columns)
            .Select(cells => new Row(cells[0], DocumentationTable.Names(cells[1]), cells[2], DocumentationTable.Names(cells[3]))),
    ];

    internal sealed record Row(string Fact, string[] Subjects, string Side, string[] Values)
    {
        public bool Covers(MapDifference difference) => Fact == difference.Fact && Side == difference.Side
            && Array.Exists(Subjects, s => Fits(s, difference.Subject)) && Array.Exists(Values, v => Fits(v, difference.Value));

        /// <summary>Names in the row that no difference uses.</summary>
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
