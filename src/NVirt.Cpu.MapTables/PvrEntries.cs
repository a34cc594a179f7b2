using System.Collections.Generic;

namespace NVirt.Cpu.MapTables;

/// <summary>The maps whose models are numbers reported by the processor, not sets of bits.</summary>
public enum PvrMapKind
{
    /// <summary>POWER: models have processor version registers with masks; there are no features.</summary>
    Ppc64,

    /// <summary>ARM: vendors have numbers, each model has one part number; features are names.</summary>
    Arm,
}

/// <summary>A vendor.</summary>
public sealed class PvrVendor
{
    /// <summary>A vendor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="id">The implementer on ARM; none on ppc64.</param>
    public PvrVendor(string name, uint? id)
    {
        Name = name;
        Id = id;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The implementer on ARM; none on ppc64.</summary>
    public uint? Id { get; }
}

/// <summary>Which processors a model covers.</summary>
public readonly struct PvrPattern
{
    /// <summary>A pattern.</summary>
    /// <param name="value">The bits that a processor must have; none is outside the mask.</param>
    /// <param name="mask">The bits that count; without one, all.</param>
    public PvrPattern(uint value, uint mask = uint.MaxValue)
    {
        Value = value;
        Mask = mask;
    }

    /// <summary>The bits that a processor must have.</summary>
    public uint Value { get; }

    /// <summary>The bits that count.</summary>
    public uint Mask { get; }

    /// <summary>Whether a processor with this number is covered.</summary>
    public bool Matches(uint pvr) => (pvr & Mask) == Value;
}

/// <summary>A model.</summary>
public sealed class PvrModel
{
    /// <summary>A model.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="vendor">Its vendor's name, or <see langword="null"/>.</param>
    /// <param name="pvrs">Which processors it covers.</param>
    public PvrModel(string name, string? vendor, IReadOnlyList<PvrPattern> pvrs)
    {
        Name = name;
        Vendor = vendor;
        Pvrs = pvrs;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The name of the vendor, or <see langword="null"/>.</summary>
    public string? Vendor { get; }

    /// <summary>Which processors it covers.</summary>
    public IReadOnlyList<PvrPattern> Pvrs { get; }
}
