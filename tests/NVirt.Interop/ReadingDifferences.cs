using System.IO.Enumeration;

namespace NVirt.Interop;

/// <summary>The table of differences in docs/domains.md: a part of a domain, libvirt's answer, our answer, why.</summary>
internal static class ReadingDifferences
{
    /// <summary>The outcome for an accepted document; for a refused one, it is the message.</summary>
    public const string Read = "read";

    public static Row[] All() =>
    [
        .. DocumentationTable.Read("domains.md", "## Differences from libvirt 9.0", "| part of a domain | libvirt 9.0 | NVirt | why |")
            .Select(cells => new Row(cells[0].Trim('`'), cells[1].Trim('`'), cells[2].Trim('`'))),
    ];

    internal sealed record Row(string Part, string Theirs, string Ours)
    {
        /// <summary>Whether the row covers these outcomes.</summary>
        public bool Covers(string theirs, string ours) => Fits(Theirs, theirs) && Fits(Ours, ours);

        private static bool Fits(string pattern, string outcome) =>
            FileSystemName.MatchesSimpleExpression(pattern, outcome, ignoreCase: false);
    }
}
