using System.IO.Enumeration;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Map;

/// <summary>The table of differences that are right, in docs/cpu-map.md.</summary>
internal static class DifferenceTable
{
    private const string Heading = "## Differences from QEMU";

    /// <summary>The rows of the section's table.</summary>
    public static IReadOnlyList<DifferenceRow> Read() =>
    [
        .. File.ReadLines(Path.Combine(Places.Root, "docs", "cpu-map.md"))
            .SkipWhile(l => l != Heading)
            .Skip(1)
            .TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal))
            .Where(l => l.StartsWith('|'))
            .Skip(2)
            .Select(l => l.Split('|', StringSplitOptions.TrimEntries))
            .Select(c => new DifferenceRow(Words(c[1]), Words(c[2]), c[3], c[4])),
    ];

    private static string[] Words(string cell) =>
        cell.Replace("`", string.Empty, StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A row: every one of the features, in every model that a pattern names, is on one side only.</summary>
/// <param name="Features">Features by the map's names.</param>
/// <param name="Models">Names of models; a * stands for any characters.</param>
/// <param name="Side">Who has them: <c>map</c> or <c>QEMU</c>.</param>
/// <param name="Reason">Why that is right.</param>
internal sealed record DifferenceRow(string[] Features, string[] Models, string Side, string Reason)
{
    public IEnumerable<Difference> Expand(IReadOnlyCollection<string> models) =>
        from pattern in Models
        from model in models.Where(m => FileSystemName.MatchesSimpleExpression(pattern, m, ignoreCase: false)).DefaultIfEmpty(pattern)
        from feature in Features
        select new Difference(model, feature, Side);
}
