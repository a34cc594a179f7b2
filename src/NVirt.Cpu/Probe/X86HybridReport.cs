using System.Collections.Immutable;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe;

/// <summary>Processors of a machine that are alike.</summary>
/// <param name="Cpus">Their numbers, ascending.</param>
/// <param name="Signature">Family, model and stepping.</param>
/// <param name="Missing">The names of features that other processors of the machine have and these lack, in the map's order.</param>
public sealed record X86CpuGroup(ImmutableArray<int> Cpus, CpuSignature Signature, ImmutableArray<string> Missing)
{
    internal FeatureSet Features { get; init; }
}

/// <summary>Whether the processors of a machine are alike in signature and features.</summary>
/// <param name="Groups">Processors that are alike, by their lowest number; empty if no processor could be read by itself.</param>
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
