using System.Collections.Generic;

namespace NVirt.Cpu.MapTables;

// NVirt.Cpu, which reads maps in libvirt's format at run time, and its source generator, which reads data/cpu-map, both use this project:
// the same checks and the same tables. It is limited to what netstandard2.0 provides, because the generator runs in the compiler.

/// <summary>A position in a map file, counted from 1; column 0 means the whole line.</summary>
public sealed class MapPlace
{
    /// <summary>A position.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="line">Counted from 1.</param>
    /// <param name="column">Counted from 1; 0 means the whole line.</param>
    public MapPlace(string file, int line, int column = 0)
    {
        File = file;
        Line = line;
        Column = column;
    }

    /// <summary>The path of the file.</summary>
    public string File { get; }

    /// <summary>Counted from 1; 0 means the whole file.</summary>
    public int Line { get; }

    /// <summary>Counted from 1; 0 means the whole line.</summary>
    public int Column { get; }
}

/// <summary>A vendor as in a map file.</summary>
public sealed class VendorSource
{
    /// <summary>A vendor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="id">The 12 characters of CPUID leaf 0.</param>
    /// <param name="place">Where it is defined.</param>
    public VendorSource(string name, string id, MapPlace place)
    {
        Name = name;
        Id = id;
        Place = place;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The 12 characters of CPUID leaf 0.</summary>
    public string Id { get; }

    /// <summary>Where it is in the files.</summary>
    public MapPlace Place { get; }
}

/// <summary>One bit of a processor's description.</summary>
public sealed class BitSource
{
    /// <summary>A bit.</summary>
    /// <param name="isMsr">Whether it is in an MSR, not in a CPUID leaf.</param>
    /// <param name="leaf">The CPUID leaf (eax), or the index of the MSR.</param>
    /// <param name="subleaf">The subleaf (ecx); 0 for an MSR.</param>
    /// <param name="register">0 to 3: eax, ebx, ecx, edx.</param>
    /// <param name="bit">0 to 31, counted inside the register.</param>
    public BitSource(bool isMsr, uint leaf, uint subleaf, int register, int bit)
    {
        IsMsr = isMsr;
        Leaf = leaf;
        Subleaf = subleaf;
        Register = register;
        Bit = bit;
    }

    /// <summary>Whether it is in an MSR, not in a CPUID leaf.</summary>
    public bool IsMsr { get; }

    /// <summary>The CPUID leaf (eax), or the index of the MSR.</summary>
    public uint Leaf { get; }

    /// <summary>The subleaf (ecx); 0 for an MSR.</summary>
    public uint Subleaf { get; }

    /// <summary>0 to 3: eax, ebx, ecx, edx; of an MSR 0 is the low half and 3 the high half.</summary>
    public int Register { get; }

    /// <summary>0 to 31, counted inside the register.</summary>
    public int Bit { get; }
}

/// <summary>Another name of a feature.</summary>
public sealed class AliasSource
{
    /// <summary>Another name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="origin">One of <see cref="X86TableBuilder.AliasOrigins"/>.</param>
    public AliasSource(string name, string origin)
    {
        Name = name;
        Origin = origin;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Who uses the name: one of <see cref="X86TableBuilder.AliasOrigins"/>.</summary>
    public string Origin { get; }
}

/// <summary>A feature as in a map file.</summary>
public sealed class FeatureSource
{
    /// <summary>A feature.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="bit">Its bit.</param>
    /// <param name="place">Where it is defined.</param>
    public FeatureSource(string name, BitSource bit, MapPlace place)
    {
        Name = name;
        Bit = bit;
        Place = place;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Its bit.</summary>
    public BitSource Bit { get; }

    /// <summary>Where it is in the files.</summary>
    public MapPlace Place { get; }

    /// <summary>Whether a guest that has it can be migrated; it can unless the map says otherwise.</summary>
    public bool Migratable { get; set; } = true;

    /// <summary>One of <see cref="X86TableBuilder.Groups"/>; maps in libvirt's format have none.</summary>
    public string? Group { get; set; }

    /// <summary>Its other names.</summary>
    public List<AliasSource> Aliases { get; } = new();
}

/// <summary>Family, model and the steppings that they cover.</summary>
public sealed class SignatureSource
{
    /// <summary>A signature.</summary>
    /// <param name="family">The family, at least 1.</param>
    /// <param name="model">The model, at most 255.</param>
    /// <param name="steppings">A bit for each stepping from 0 to 15.</param>
    public SignatureSource(uint family, uint model, ushort steppings)
    {
        Family = family;
        Model = model;
        Steppings = steppings;
    }

    /// <summary>The family.</summary>
    public uint Family { get; }

    /// <summary>The model.</summary>
    public uint Model { get; }

    /// <summary>A bit for each stepping from 0 to 15.</summary>
    public ushort Steppings { get; }
}

/// <summary>A name that a model refers to.</summary>
public sealed class NameSource
{
    /// <summary>A name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="place">Where it is used.</param>
    public NameSource(string name, MapPlace place)
    {
        Name = name;
        Place = place;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Where it is in the files.</summary>
    public MapPlace Place { get; }
}

/// <summary>A model as in a map file.</summary>
public sealed class ModelSource
{
    /// <summary>A model, so far without contents.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="place">Where it is defined.</param>
    public ModelSource(string name, MapPlace place)
    {
        Name = name;
        Place = place;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Where it is in the files.</summary>
    public MapPlace Place { get; }

    /// <summary>The model whose features, vendor and signatures it begins with, or <see langword="null"/>.</summary>
    public NameSource? Ancestor { get; set; }

    /// <summary>Its vendor; <see langword="null"/> means that of the ancestor, if there is one.</summary>
    public NameSource? Vendor { get; set; }

    /// <summary>Whether a host may be decoded to it.</summary>
    public bool DecodeHost { get; set; }

    /// <summary>Whether a guest may be decoded to it.</summary>
    public bool DecodeGuest { get; set; }

    /// <summary>Whether a partial check of it compares features (<c>check partial='compat'</c>).</summary>
    public bool CheckCompat { get; set; }

    /// <summary>Its own signatures; empty means those of the ancestor.</summary>
    public List<SignatureSource> Signatures { get; } = new();

    /// <summary>What it has besides its ancestor's features.</summary>
    public List<NameSource> Features { get; } = new();

    /// <summary>Features that newer versions of QEMU added to it.</summary>
    public List<NameSource> Added { get; } = new();

    /// <summary>Features that newer versions of QEMU removed from it.</summary>
    public List<NameSource> Removed { get; } = new();
}

/// <summary>A whole map, in the order of its files; the order is behaviour (cpu-rules.md 3.1).</summary>
public sealed class MapSource
{
    /// <summary>The vendors.</summary>
    public List<VendorSource> Vendors { get; } = new();

    /// <summary>The features; their order gives them their numbers.</summary>
    public List<FeatureSource> Features { get; } = new();

    /// <summary>The models; an ancestor is before its descendants.</summary>
    public List<ModelSource> Models { get; } = new();
}
