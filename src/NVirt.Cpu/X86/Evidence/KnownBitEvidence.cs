using NVirt.Cpu.Map;

namespace NVirt.Cpu.X86.Evidence;

/// <summary>What raw data shows about a bit that libvirt does not know.</summary>
internal static class KnownBitEvidence
{
    /// <summary>Whether this processor's bit is the one that is meant.</summary>
    public static bool IsOf(this X86KnownBit bit, X86CpuData data) =>
        (bit.Only.Length == 0 || Array.Exists(bit.Only, o => Matches(o, data))) && !Array.Exists(bit.Except, o => Matches(o, data));

    /// <summary>Whether this processor's bit is the one that is meant, and is set.</summary>
    public static bool IsSetIn(this X86KnownBit bit, X86CpuData data) => HasBit(bit, data) && bit.IsOf(data);

    /// <summary>Whether the processor has it; <see langword="null"/> if what was read does not show that.</summary>
    public static bool? IsIn(this X86KnownBit bit, X86CpuData data, X86Coverage coverage)
    {
        X86Presence presence = new(data, coverage);
        if (HasBit(bit, data))
        {
            bool isOneVendors = bit.Only.Length + bit.Except.Length > 0;
            return isOneVendors && presence.OfLeaf(0, 0) == X86PresenceState.Unknown ? null : bit.IsOf(data);
        }

        X86Register register = bit.Register;
        X86PresenceState state = register.IsMsr ? presence.OfMsr(register.Leaf) : presence.OfLeaf(register.Leaf, register.Subleaf);
        return state == X86PresenceState.Unknown ? null : false;
    }

    private static bool HasBit(X86KnownBit bit, X86CpuData data)
    {
        X86Register register = bit.Register;
        X86Item? item = register.IsMsr ? data.Msr(register.Leaf) : data.Cpuid(register.Leaf, register.Subleaf);
        return (item?.Register(register.Name) >> bit.Bit & 1) == 1;
    }

    private static bool Matches(X86KnownBitOwner owner, X86CpuData data)
    {
        if (data.Cpuid(0) is not { } leaf0 || X86Ranges.VendorOf(leaf0) != owner.VendorId)
        {
            return false;
        }

        CpuSignature signature = X86Signature.Of(data);
        return owner.Family is null
            || (signature.Family == owner.Family && signature.Model >= owner.FirstModel && signature.Model <= owner.LastModel);
    }
}
