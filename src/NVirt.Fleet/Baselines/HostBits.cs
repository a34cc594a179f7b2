using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Fleet.Inventories;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Fleet.Baselines;

/// <summary>What classes of hosts have in common. Only what is certainly there counts.</summary>
internal static class HostBits
{
    /// <summary>The features of all of them.</summary>
    public static FeatureSet Base(IEnumerable<HostClass> classes) => Fold(classes, static (a, b) => a & b);

    /// <summary>The features of any of them.</summary>
    public static FeatureSet Union(IEnumerable<HostClass> classes) => Fold(classes, static (a, b) => a | b);

    /// <summary>The features that the hosts may have in common besides: none lacks them, and of one nobody knows.</summary>
    public static FeatureSet Possible(IReadOnlyCollection<HostClass> classes)
    {
        FeatureSet none = Fold(classes, static (a, b) => a | b, static c => c.Judged.Bits.NoSet);
        return classes.Count == 0 ? default : classes.First().Judged.Bits.Space.All - Base(classes) - none;
    }

    /// <summary>Refuses hosts that no guest can move between: of several vendors or architectures.</summary>
    public static void RequireOneKind(IReadOnlyCollection<HostClass> classes)
    {
        if (classes.Count == 0)
        {
            throw FleetErrors.Bad(Messages.Baseline_NoHosts);
        }

        string[] kinds = [.. classes.Select(KindOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (kinds.Length > 1)
        {
            throw FleetErrors.Bad(Text.Of(Messages.Baseline_Kinds, string.Join(", ", kinds)));
        }
    }

    /// <summary>The vendor and the architecture, as a word.</summary>
    public static string KindOf(HostClass kind) =>
        kind.Judged.Arch.ToName() is var arch && kind.Vendor is { } vendor ? $"{vendor} {arch}" : kind.Judged.Arch.ToName();

    private static FeatureSet Fold(
        IEnumerable<HostClass> classes, Func<FeatureSet, FeatureSet, FeatureSet> combine, Func<HostClass, FeatureSet>? set = null)
    {
        FeatureSet? all = null;
        foreach (HostClass kind in classes)
        {
            FeatureSet one = set is null ? kind.Judged.Bits.YesSet : set(kind);
            all = all is { } before ? combine(before, one) : one;
        }

        return all ?? default;
    }
}
