using System.Globalization;

namespace NVirt.Cpu.Map;

/// <summary>A register that contains features: one of the four of a CPUID leaf, or a half of an MSR.</summary>
/// <remarks>For NVirt.Cpu.Probe, NVirt.Xen and NVirt.VMware, which read or write bits; others need only names.</remarks>
public readonly record struct X86Register(bool IsMsr, uint Leaf, uint Subleaf, RegisterName Name)
{
    /// <summary>
    /// The place of one of its bits, as manuals write it: <c>CPUID.(EAX=07H,ECX=0):EBX[16]</c>, <c>CPUID.01H:ECX[5]</c>, <c>MSR
    /// 10AH[33]</c>.
    /// </summary>
    public string Coordinate(int bit)
    {
        if (IsMsr)
        {
            return string.Create(CultureInfo.InvariantCulture, $"MSR {Leaf:X}H[{(Name == RegisterName.Edx ? bit + 32 : bit)}]");
        }

        string name = Name switch
        {
            RegisterName.Eax => "EAX",
            RegisterName.Ebx => "EBX",
            RegisterName.Ecx => "ECX",
            _ => "EDX",
        };
        return HasSubleaves(Leaf)
            ? string.Create(CultureInfo.InvariantCulture, $"CPUID.(EAX={Leaf:X2}H,ECX={Subleaf}):{name}[{bit}]")
            : string.Create(CultureInfo.InvariantCulture, $"CPUID.{Leaf:X2}H:{name}[{bit}]");
    }

    /// <summary>Whether the leaf's answer depends on ecx (Intel SDM volume 2, CPUID; AMD APM volume 3, appendix E).</summary>
    private static bool HasSubleaves(uint leaf) => leaf
        is 0x4 or 0x7 or 0xb or 0xd or 0xf or 0x10 or 0x12 or 0x14 or 0x17 or 0x18 or 0x1b or 0x1d or 0x1e or 0x1f or 0x20 or 0x23 or 0x24
        or 0x29
        or 0x8000001d or 0x80000020 or 0x80000026;
}
