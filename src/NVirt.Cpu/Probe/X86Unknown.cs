using NVirt.Cpu.Map;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe;

/// <summary>The features that raw data says nothing about.</summary>
internal static class X86Unknown
{
    /// <summary>The features that the processor may have or not: those that were not read and that nothing excludes.</summary>
    public static FeatureSet FeaturesOf(X86Map map, X86CpuData data, X86Coverage coverage) =>
        coverage.Features is { } known ? map.AllFeatures - map.SetOf(known) - X86Projection.FeaturesOf(map, data) : OfRegisters(map, data, coverage);

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
