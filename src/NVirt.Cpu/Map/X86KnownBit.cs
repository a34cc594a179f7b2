using NVirt.Cpu.Probe;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Map;

/// <summary>A row of data/cpu-map/x86/known-bits.map, for one bit.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Register">Where it is.</param>
/// <param name="Bit">Its number in the register.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Origin">Whose name it is; empty if nobody has named it.</param>
/// <param name="Spelling">The name as written there; empty if nobody has named it.</param>
/// <param name="IsUncertain">Whether the source does not settle it.</param>
/// <param name="TextKey">Its text in KnownBitTexts.resx: the name, of several bits what their names begin with.</param>
/// <param name="Index">Its number in the field, from 0; otherwise 0.</param>
/// <param name="Only">The processors whose bit it is; empty means all but <paramref name="Except"/>.</param>
/// <param name="Except">The processors that have something else at this place.</param>
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
    X86KnownBitOwner[] Except)
{
    /// <summary>Whether the bit of this processor is the one that is meant.</summary>
    public bool IsOf(X86CpuData data) =>
        (Only.Length == 0 || Array.Exists(Only, o => o.Matches(data))) && !Array.Exists(Except, o => o.Matches(data));

    /// <summary>Whether the bit of this processor is the one that is meant, and is set.</summary>
    public bool IsSetIn(X86CpuData data) => HasBit(data) && IsOf(data);

    /// <summary>Whether the processor has it; <see langword="null"/> if what was read does not tell.</summary>
    public bool? IsIn(X86CpuData data, X86Coverage coverage)
    {
        X86Presence presence = new(data, coverage);
        if (HasBit(data))
        {
            bool isOneVendors = Only.Length + Except.Length > 0;
            return isOneVendors && presence.OfLeaf(0, 0) == X86PresenceState.Unknown ? null : IsOf(data);
        }

        X86PresenceState state = Register.IsMsr ? presence.OfMsr(Register.Leaf) : presence.OfLeaf(Register.Leaf, Register.Subleaf);
        return state == X86PresenceState.Unknown ? null : false;
    }

    private bool HasBit(X86CpuData data) =>
        ((Register.IsMsr ? data.Msr(Register.Leaf) : data.Cpuid(Register.Leaf, Register.Subleaf))?.Register(Register.Name) >> Bit & 1) == 1;
}

/// <summary>Processors of one vendor.</summary>
/// <param name="VendorId">The 12 characters of leaf 0.</param>
/// <param name="Family">Their family; <see langword="null"/> for all.</param>
/// <param name="FirstModel">The lowest model.</param>
/// <param name="LastModel">The highest model.</param>
internal sealed record X86KnownBitOwner(string VendorId, uint? Family, uint FirstModel, uint LastModel)
{
    public bool Matches(X86CpuData data)
    {
        if (data.Cpuid(0) is not { } leaf0 || X86Ranges.VendorOf(leaf0) != VendorId)
        {
            return false;
        }

        CpuSignature signature = X86Signature.Of(data);
        return Family is null || (signature.Family == Family && signature.Model >= FirstModel && signature.Model <= LastModel);
    }
}
