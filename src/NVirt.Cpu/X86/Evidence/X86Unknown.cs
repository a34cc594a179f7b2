using NVirt.Cpu.Map;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.X86.Evidence;

/// <summary>The features that raw data leaves open.</summary>
/// <remarks>For NVirt.Cpu.Probe, which tells by it what a source does not say; others need only <see cref="CpuSource"/>.</remarks>
public static class X86Unknown
{
    /// <summary>The features that the processor may or may not have: those that were not read and that nothing rules out.</summary>
    public static FeatureSet FeaturesOf(X86Map map, X86CpuData data, X86Coverage coverage) =>
        coverage.Features is { } known ? map.AllFeatures - map.SetOf(known) - X86Projection.FeaturesOf(map, data)
            : OfRegisters(map, data, coverage);

    private static FeatureSet OfRegisters(X86Map map, X86CpuData data, X86Coverage coverage)
    {
        FeatureSet unknown = default;
        X86Presence presence = new(data, coverage);
        for (int i = 0; i < map.RegisterCount; i++)
        {
            X86Register register = map.Register(i);
            X86PresenceState state = register.IsMsr ? presence.OfMsr(register.Leaf) : presence.OfLeaf(register.Leaf, register.Subleaf);
            if (state == X86PresenceState.Unknown)
            {
                map.AddFeatures(ref unknown, i, uint.MaxValue);
            }
        }

        return unknown;
    }
}
