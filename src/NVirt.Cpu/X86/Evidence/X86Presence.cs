using NVirt.Cpu.Map;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.X86.Evidence;

/// <summary>What is known about a leaf, an MSR or a bit.</summary>
/// <remarks>For NVirt.Cpu.Probe, which tells by it what a source does not say; others need only <see cref="CpuSource"/>.</remarks>
public enum X86PresenceState
{
    /// <summary>It was not read, and nothing that was read rules it out.</summary>
    Unknown,
    /// <summary>The processor does not have it.</summary>
    Absent,
    /// <summary>It was read; a bit was read and is set.</summary>
    Present,
}

/// <summary>Distinguishes absent from unknown, using the data itself (cpu-rules.md 5.2, 5.5 and 5.6).</summary>
/// <remarks>For NVirt.Cpu.Probe, which tells by it what a source does not say; others need only <see cref="CpuSource"/>.</remarks>
public readonly struct X86Presence(X86CpuData data, X86Coverage coverage)
{
    private readonly X86CpuData _data = data;
    private readonly X86Coverage _coverage = coverage;

    /// <summary>A leaf and sub-leaf.</summary>
    public X86PresenceState OfLeaf(uint leaf, uint subleaf)
    {
        if (_coverage.HasCpuid(leaf, subleaf))
        {
            return X86PresenceState.Present;
        }

        X86PresenceState range = OfRange(leaf);
        if (range != X86PresenceState.Present)
        {
            return range;
        }

        if (leaf == 0x12 && OfBit(X86EnumeratingBit.Sgx) is var sgx and not X86PresenceState.Present)
        {
            return sgx;
        }

        bool isExcluded = subleaf != 0 && _coverage.HasCpuid(leaf, 0) && X86Subleaves.Excludes(Item(leaf), subleaf);
        return isExcluded ? X86PresenceState.Absent : X86PresenceState.Unknown;
    }

    /// <summary>An MSR.</summary>
    public X86PresenceState OfMsr(uint index)
    {
        if (_coverage.HasMsr(index))
        {
            return X86PresenceState.Present;
        }

        bool isAbsent = _coverage.MsrSource(index) == X86MsrSource.Absent
            || (X86EnumeratingBit.OfMsr(index) is { } bit && OfBit(bit) == X86PresenceState.Absent);
        return isAbsent ? X86PresenceState.Absent : X86PresenceState.Unknown;
    }

    /// <summary>A bit of sub-leaf 0. A clear one is absent.</summary>
    public X86PresenceState OfBit(X86EnumeratingBit bit)
    {
        X86PresenceState leaf = OfLeaf(bit.Leaf, 0);
        bool isClear = (Item(bit.Leaf).Register(bit.Register) >> bit.Bit & 1) == 0;
        return leaf == X86PresenceState.Present && isClear ? X86PresenceState.Absent : leaf;
    }

    // Present: the leaf is not above the range's maximum.
    private X86PresenceState OfRange(uint leaf)
    {
        uint start = X86Ranges.StartOf(leaf);
        if (start == X86Ranges.Centaur && _coverage.HasCpuid(0, 0) && !X86Ranges.HasCentaurRange(Item(0)))
        {
            return X86PresenceState.Absent;
        }

        if (!_coverage.HasCpuid(start, 0))
        {
            return X86PresenceState.Unknown;
        }

        return leaf > Item(start).Eax ? X86PresenceState.Absent : X86PresenceState.Present;
    }

    private X86Item Item(uint leaf) => _data.Cpuid(leaf) ?? X86Item.Cpuid(leaf, 0);
}

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
