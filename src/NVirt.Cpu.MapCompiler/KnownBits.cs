using System.Collections.Generic;
using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.MapCompiler;

/// <summary>Processors whose bit a row is: of a vendor, perhaps of one family and some of its models.</summary>
internal sealed class KnownBitOwner
{
    public KnownBitOwner(string vendorId, uint? family, uint firstModel, uint lastModel)
    {
        VendorId = vendorId;
        Family = family;
        FirstModel = firstModel;
        LastModel = lastModel;
    }

    /// <summary>The 12 characters of CPUID leaf 0.</summary>
    public string VendorId { get; }

    public uint? Family { get; }

    public uint FirstModel { get; }

    public uint LastModel { get; }
}

/// <summary>One bit of known-bits.map.</summary>
internal sealed class KnownBit
{
    public KnownBit(string name, BitSource bit, MapPlace place)
    {
        Name = name;
        TextKey = name;
        Bit = bit;
        Place = place;
    }

    public string Name { get; set; }

    /// <summary>What the row is called in the texts: of several bits, what their names have in common.</summary>
    public string TextKey { get; }

    public BitSource Bit { get; }

    public MapPlace Place { get; }

    /// <summary>Flag, Field or Reserved: a name of CpuKnownBitKind.</summary>
    public string Kind { get; set; } = "Flag";

    /// <summary>Whose name it is; empty if nobody has named it.</summary>
    public string Origin { get; set; } = string.Empty;

    public string Spelling { get; set; } = string.Empty;

    public bool IsUncertain { get; set; }

    /// <summary>Of a field: the bit's number in it.</summary>
    public int Index { get; set; }

    public List<KnownBitOwner> Only { get; } = new();

    public List<KnownBitOwner> Except { get; } = new();

    /// <summary>The place in words, the same for all bits there.</summary>
    public string Where => $"{Bit.IsMsr} {Bit.Leaf:x}.{Bit.Subleaf:x} {Bit.Register}[{Bit.Bit}]";
}
