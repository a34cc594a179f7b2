using System.IO.Enumeration;

namespace NVirt.Interop;

/// <summary>The table of differences in docs/capabilities.md: place, what libvirt has, what we have, on which machines, reason.</summary>
internal static class CapabilitiesTable
{
    private const string Heading = "## Differences from libvirt";
    private const string Columns = "| where | libvirt | NVirt | when | why |";

    /// <summary>The rows that apply to this machine.</summary>
    public static Row[] Read() =>
    [
        .. DocumentationTable.Read("capabilities.md", Heading, Columns)
            .Where(cells => Applies(cells[3]))
            .Select(cells => new Row(Only(cells[0]), Only(cells[1]), Only(cells[2]))),
    ];

    private static bool Applies(string when) => when switch
    {
        "always" => true,
        "run by root" => Environment.IsPrivilegedProcess,
        "no SMBIOS" => !File.Exists("/sys/class/dmi/id/product_uuid"),
        _ => throw new InvalidOperationException($"a row of the table is for \"{when}\", which no test knows"),
    };

    private static string? Only(string cell) => cell == "none" ? null : Assert.Single(DocumentationTable.Names(cell));

    internal sealed record Row(string? Place, string? Libvirt, string? Ours)
    {
        public bool Covers(CapabilitiesDifference difference) =>
            Fits(Place, difference.Place) && Fits(Libvirt, difference.Libvirt) && Fits(Ours, difference.Ours);

        private static bool Fits(string? pattern, string? value) => pattern is null || value is null
            ? pattern == value
            : FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: false);
    }
}
