using System.Collections.Immutable;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe.X86;

/// <summary>Identical processors of a machine.</summary>
/// <param name="Cpus">Their numbers, ascending.</param>
/// <param name="Signature">Family, model and stepping.</param>
/// <param name="Missing">The names of features that these processors lack and others of the machine have, in map order.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record X86CpuGroup(ImmutableArray<int> Cpus, CpuSignature Signature, ImmutableArray<string> Missing)
{
    internal FeatureSet Features { get; init; }
}

/// <summary>Whether the processors of a machine have identical signatures and features.</summary>
/// <param name="Groups">Groups of identical processors, by their lowest number; empty if no processor could be read individually.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record X86HybridReport(ImmutableArray<X86CpuGroup> Groups)
{
    /// <summary>Whether there are processors of more than one kind: what one of them has, a guest may lose on another.</summary>
    public bool IsHybrid => Groups.Length > 1;

    /// <summary>The features that every processor has; empty if none was read.</summary>
    internal FeatureSet Common => Groups.IsEmpty ? default : Groups.Select(g => g.Features).Aggregate((all, f) => all & f);

    internal static X86HybridReport Of(X86Map map, IEnumerable<(int Cpu, X86CpuData Data)> readings)
    {
        var kinds = readings
            .GroupBy(r => (Signature: X86Signature.Of(r.Data), Features: X86Projection.FeaturesOf(map, r.Data)), r => r.Cpu)
            .ToList();
        FeatureSet any = kinds.Aggregate(default(FeatureSet), (all, k) => all | k.Key.Features);
        return new X86HybridReport(
        [
            .. kinds.Select(k => new X86CpuGroup([.. k.Order()], k.Key.Signature, map.NamesOf(any - k.Key.Features))
            {
                Features = k.Key.Features,
            }).OrderBy(g => g.Cpus[0]),
        ]);
    }
}
