using NVirt.Cpu.Axes;
using NVirt.Platforms;

namespace NVirt.Fleet.Axes;

/// <summary>Where the state of a feature stands in the area that is saved: hosts that differ there cannot exchange guests.</summary>
internal static class XsaveLayout
{
    /// <summary>The components that a guest with these features needs, in their order.</summary>
    public static IReadOnlyList<int> Needed(Predicate<string> has) =>
        [.. AxisLists.Components.Where(n => has(n.Feature)).SelectMany(n => n.Components).Distinct().Order()];

    /// <summary>
    /// Compares hosts: fatal for the first needed component that is at two places, or that one has and another lacks; otherwise undecided
    /// for the first whose place is not known on all of them.
    /// </summary>
    /// <returns>The component and its place on each host; <see langword="null"/> where none differs.</returns>
    public static XsaveDifference? Difference(IReadOnlyList<StatementXsave?> hosts, IReadOnlyList<int> needed)
    {
        XsaveDifference? unknown = null;
        foreach (int component in needed)
        {
            StatementXsavePlace?[] places = [.. hosts.Select(h => h?.Find(component))];
            int known = places.Where(p => p is not null).Distinct().Count();
            int lacking = hosts.Count(h => h?.Has(component) == false);
            if (known > 1 || (lacking > 0 && hosts.Any(h => h?.Has(component) == true)))
            {
                return new XsaveDifference(CpuAxisGrade.Fatal, component, places);
            }

            if (lacking < hosts.Count && places.Any(p => p is null))
            {
                unknown ??= new XsaveDifference(CpuAxisGrade.Undecided, component, places);
            }
        }

        return unknown;
    }
}

/// <summary>A component in which hosts differ, or may differ.</summary>
/// <param name="Grade">Fatal or undecided.</param>
/// <param name="Component">Its number.</param>
/// <param name="Places">Its place on each host; <see langword="null"/> if it is not there, or not known.</param>
internal sealed record XsaveDifference(CpuAxisGrade Grade, int Component, IReadOnlyList<StatementXsavePlace?> Places);
