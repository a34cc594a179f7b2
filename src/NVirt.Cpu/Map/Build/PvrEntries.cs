using System.Collections.Generic;

namespace NVirt.Cpu.Map.Build;

/// <summary>The maps whose models are numbers that a processor says of itself, rather than sets of bits.</summary>
internal enum PvrMapKind
{
    /// <summary>POWER: models have processor version registers with masks; there are no features.</summary>
    Ppc64,

    /// <summary>ARM: vendors have numbers, each model has one part number; features are names.</summary>
    Arm,
}

/// <summary>A vendor.</summary>
internal sealed class PvrVendor
{
    public PvrVendor(string name, uint? id)
    {
        Name = name;
        Id = id;
    }

    public string Name { get; }

    /// <summary>The implementer on ARM; none on ppc64.</summary>
    public uint? Id { get; }
}

/// <summary>Which processors are of a model.</summary>
internal readonly struct PvrPattern
{
    public PvrPattern(uint value, uint mask = uint.MaxValue)
    {
        Value = value;
        Mask = mask;
    }

    public uint Value { get; }

    public uint Mask { get; }

    public bool Matches(uint pvr) => (pvr & Mask) == Value;
}

/// <summary>A model.</summary>
internal sealed class PvrModel
{
    public PvrModel(string name, string? vendor, IReadOnlyList<PvrPattern> pvrs)
    {
        Name = name;
        Vendor = vendor;
        Pvrs = pvrs;
    }

    public string Name { get; }

    public string? Vendor { get; }

    public IReadOnlyList<PvrPattern> Pvrs { get; }
}
