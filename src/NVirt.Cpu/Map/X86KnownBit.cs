using NVirt.Xml;

namespace NVirt.Cpu.Map;

/// <summary>A row of data/cpu-map/x86/known-bits.map, for one bit.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Register">Where it is.</param>
/// <param name="Bit">Its number in the register.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Origin">Who named it; empty if it has no name elsewhere.</param>
/// <param name="Spelling">The name in the spelling used there; empty if it has no name elsewhere.</param>
/// <param name="IsUncertain">Whether the source leaves doubts.</param>
/// <param name="TextKey">The key of its text in KnownBitTexts.resx: its name, or for several bits the common start of their names.</param>
/// <param name="Index">Its number in the field, from 0; otherwise 0.</param>
/// <param name="Only">The processors that have the bit; empty means all except <paramref name="Except"/>.</param>
/// <param name="Except">The processors that have something else at this position.</param>
internal sealed record X86KnownBit(
    string Name,
    X86Register Register,
    int Bit,
    CpuKnownBitKind Kind,
    string Origin,
    string Spelling,
    bool IsUncertain,
    string TextKey,
    int Index,
    X86KnownBitOwner[] Only,
    X86KnownBitOwner[] Except);

/// <summary>Processors of one vendor.</summary>
/// <param name="VendorId">The 12 characters of leaf 0.</param>
/// <param name="Family">Their family; <see langword="null"/> for all.</param>
/// <param name="FirstModel">The lowest model.</param>
/// <param name="LastModel">The highest model.</param>
internal sealed record X86KnownBitOwner(string VendorId, uint? Family, uint FirstModel, uint LastModel);
