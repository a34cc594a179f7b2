using NVirt.Cpu.X86;

namespace NVirt.Fleet.Axes;

/// <summary>Where the state of a feature stands in the area that is saved: hosts that differ there cannot exchange guests.</summary>
internal static class XsaveLayout
{
    // The features that need a component, and its number (Intel SDM volume 1, chapter 13).
    private static readonly (string Feature, int[] Components)[] Needs =
    [
        ("avx", [2]),
        ("mpx", [3, 4]),
        ("avx512f", [5, 6, 7]),
        ("intel-pt", [8]),
        ("pku", [9]),
        ("cet-ss", [11, 12]),
        ("cet-ibt", [11, 12]),
        ("amx-tile", [17, 18]),
    ];

    /// <summary>The components that a guest with these features needs, in their order.</summary>
    public static IReadOnlyList<int> Needed(IReadOnlyCollection<string> features) =>
        [.. Needs.Where(n => features.Contains(n.Feature)).SelectMany(n => n.Components).Distinct().Order()];

    /// <summary>Offset and size of a component; <see langword="null"/> if the processor does not have it, or the data does not
    /// say.</summary>
    public static (uint Offset, uint Size)? Find(X86CpuData data, int component) =>
        data.Cpuid(0xd, (uint)component) is { IsZero: false } leaf && leaf.Eax != 0 ? (leaf.Ebx, leaf.Eax) : null;

    /// <summary>The first needed component in which hosts differ, with each one's place.</summary>
    public static (int Component, (uint Offset, uint Size)?[] Places)? Difference(IReadOnlyList<X86CpuData> hosts,
        IReadOnlyCollection<string> features)
    {
        foreach (int component in Needed(features))
        {
            (uint, uint)?[] places = [.. hosts.Select(h => Find(h, component))];
            if (places.Distinct().Count() > 1)
            {
                return (component, places);
            }
        }

        return null;
    }
}
