using System.Buffers.Binary;
using System.Text;

namespace NVirt.Cpu.X86;

/// <summary>The ranges of CPUID leaves. eax of a range's first leaf is the range's highest leaf.</summary>
/// <remarks>For NVirt.Cpu.Probe, NVirt.Xen and NVirt.VMware, which read or write bits; others need only names.</remarks>
public static class X86Ranges
{
    /// <summary>The first leaf of the basic range.</summary>
    public const uint Basic = 0;
    /// <summary>The first leaf of what a hypervisor says of itself.</summary>
    public const uint Hypervisor = 0x40000000;
    /// <summary>The first leaf of the extended range.</summary>
    public const uint Extended = 0x80000000;
    /// <summary>The first leaf of the range that Centaur and Zhaoxin have.</summary>
    public const uint Centaur = 0xc0000000;

    /// <summary>The first leaf of the range that a leaf is in.</summary>
    public static uint StartOf(uint leaf) => leaf switch
    {
        >= Centaur => Centaur,
        >= Extended => Extended,
        >= Hypervisor => Hypervisor,
        _ => Basic,
    };

    /// <summary>Whether the vendor in leaf 0 has the range 0xc0000000; others answer there with anything (cpu-rules.md 9).</summary>
    public static bool HasCentaurRange(X86Item leaf0) => VendorOf(leaf0) is "CentaurHauls" or "  Shanghai  ";

    /// <summary>The 12 characters of leaf 0: ebx, edx, ecx, four each, little endian.</summary>
    public static string VendorOf(X86Item leaf0)
    {
        Span<byte> text = stackalloc byte[12];
        BinaryPrimitives.WriteUInt32LittleEndian(text, leaf0.Ebx);
        BinaryPrimitives.WriteUInt32LittleEndian(text[4..], leaf0.Edx);
        BinaryPrimitives.WriteUInt32LittleEndian(text[8..], leaf0.Ecx);
        return Encoding.Latin1.GetString(text);
    }

    /// <summary>
    /// Whether a processor has a leaf that a program asked for: programs ask for the first leaves of every range they know, and processors
    /// answer beyond their own with anything.
    /// </summary>
    /// <param name="items">What was read.</param>
    /// <param name="leaf">The leaf.</param>
    public static bool IsPresent(IReadOnlyDictionary<(uint Leaf, uint Subleaf), X86Item> items, uint leaf)
    {
        uint start = StartOf(leaf);
        bool hasRange = start switch
        {
            Hypervisor => items.TryGetValue((1, 0), out X86Item features) && features.Ecx >> 31 != 0,
            Centaur => items.TryGetValue((0, 0), out X86Item vendor) && HasCentaurRange(vendor),
            _ => true,
        };
        return hasRange && (!items.TryGetValue((start, 0), out X86Item first) || leaf <= Maximum(first));
    }

    // Old KVM states no maximum (Linux Documentation/virt/kvm/x86/cpuid.rst).
    private static uint Maximum(X86Item first) => first is { Leaf: Hypervisor, Eax: 0 } ? Hypervisor + 1 : first.Eax;
}
