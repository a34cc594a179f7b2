using System.Collections.Generic;

namespace NVirt.Cpu.Map.Build;

// This folder is compiled into NVirt.Cpu, which reads maps in libvirt's format at run time, and into the source generator, which
// reads data/cpu-map: both end in the same checks and the same tables. It keeps to what netstandard2.0 has.

/// <summary>A place in a map file, both counted from 1; column 0 means the whole line.</summary>
internal sealed class MapPlace
{
    public MapPlace(string file, int line, int column = 0)
    {
        File = file;
        Line = line;
        Column = column;
    }

    public string File { get; }

    public int Line { get; }

    public int Column { get; }
}

/// <summary>A vendor as a map file has it.</summary>
internal sealed class VendorSource
{
    public VendorSource(string name, string id, MapPlace place)
    {
        Name = name;
        Id = id;
        Place = place;
    }

    public string Name { get; }

    /// <summary>The 12 characters of CPUID leaf 0.</summary>
    public string Id { get; }

    public MapPlace Place { get; }
}

/// <summary>The four registers that CPUID fills; an MSR's halves are eax (low) and edx (high).</summary>
internal enum RegisterName : byte
{
    Eax,
    Ebx,
    Ecx,
    Edx,
}

/// <summary>One bit of a processor's description.</summary>
internal sealed class BitSource
{
    public BitSource(bool isMsr, uint leaf, uint subleaf, RegisterName register, int bit)
    {
        IsMsr = isMsr;
        Leaf = leaf;
        Subleaf = subleaf;
        Register = register;
        Bit = bit;
    }

    public bool IsMsr { get; }

    /// <summary>The CPUID leaf (eax), or the index of the MSR.</summary>
    public uint Leaf { get; }

    public uint Subleaf { get; }

    public RegisterName Register { get; }

    /// <summary>0 to 31, counted inside the register.</summary>
    public int Bit { get; }
}

/// <summary>Another name of a feature.</summary>
internal sealed class AliasSource
{
    public AliasSource(string name, string origin)
    {
        Name = name;
        Origin = origin;
    }

    public string Name { get; }

    /// <summary>Who uses the name: one of <see cref="X86TableBuilder.AliasOrigins"/>.</summary>
    public string Origin { get; }
}

/// <summary>A feature as a map file has it.</summary>
internal sealed class FeatureSource
{
    public FeatureSource(string name, BitSource bit, MapPlace place)
    {
        Name = name;
        Bit = bit;
        Place = place;
    }

    public string Name { get; }

    public BitSource Bit { get; }

    public MapPlace Place { get; }

    public bool Migratable { get; set; } = true;

    /// <summary>One of <see cref="X86TableBuilder.Groups"/>; maps in libvirt's format have none.</summary>
    public string? Group { get; set; }

    public List<AliasSource> Aliases { get; } = new();
}

/// <summary>Family, model and the steppings it holds for.</summary>
internal sealed class SignatureSource
{
    public SignatureSource(uint family, uint model, ushort steppings)
    {
        Family = family;
        Model = model;
        Steppings = steppings;
    }

    public uint Family { get; }

    public uint Model { get; }

    /// <summary>A bit for each stepping from 0 to 15.</summary>
    public ushort Steppings { get; }
}

/// <summary>A name that a model refers to.</summary>
internal sealed class NameSource
{
    public NameSource(string name, MapPlace place)
    {
        Name = name;
        Place = place;
    }

    public string Name { get; }

    public MapPlace Place { get; }
}

/// <summary>A model as a map file has it.</summary>
internal sealed class ModelSource
{
    public ModelSource(string name, MapPlace place)
    {
        Name = name;
        Place = place;
    }

    public string Name { get; }

    public MapPlace Place { get; }

    public NameSource? Ancestor { get; set; }

    public NameSource? Vendor { get; set; }

    public bool DecodeHost { get; set; }

    public bool DecodeGuest { get; set; }

    public bool CheckCompat { get; set; }

    public List<SignatureSource> Signatures { get; } = new();

    public List<NameSource> Features { get; } = new();

    public List<NameSource> Added { get; } = new();

    public List<NameSource> Removed { get; } = new();
}

/// <summary>A whole map, in the order of its files; the order is behaviour (cpu-core.md 3.1).</summary>
internal sealed class MapSource
{
    public List<VendorSource> Vendors { get; } = new();

    public List<FeatureSource> Features { get; } = new();

    public List<ModelSource> Models { get; } = new();
}
