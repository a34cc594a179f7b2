using NVirt.Cpu.Probe.Linux;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe.X86;

/// <summary>
/// What KVM can provide of CPUID, in a form for comparing two hosts, or one host at two times (cpu-rules.md 5.3, "data of host").
/// </summary>
internal static class KvmCpuid
{
    private const nuint GetSupportedCpuid = 0xC008AE05;
    private const int HeaderWords = 2;
    private const int EntryWords = 10;
    private const int FirstEntries = 128;
    private const int MaxEntries = 4096;
    private const uint HasSubleaf = 1;

    /// <summary>Queries KVM; <see langword="null"/> if it does not answer.</summary>
    public static X86CpuData? Read(DeviceFile device)
    {
        // KVM rejects a list that is too short without giving the right length.
        for (int entries = FirstEntries; entries <= MaxEntries && device.Open() is { } kvm; entries *= 2)
        {
            uint[] list = new uint[HeaderWords + (entries * EntryWords)];
            list[0] = (uint)entries;
            if (Libc.Ioctl(kvm, GetSupportedCpuid, list) == 0)
            {
                return Comparable(Parse(list));
            }
        }

        return null;
    }

    /// <summary>Without values that differ between the processors of one host, and without zeros.</summary>
    public static X86CpuData Comparable(IEnumerable<X86Item> items)
    {
        X86CpuData data = X86CpuData.Create(items);
        bool isAmd = data.Cpuid(0)?.Ebx == X86Vendor.ItemOf("AuthenticAMD").Ebx;
        return X86CpuData.Create(data.Items.Select(WithoutApicId).Where(i => !i.IsZero));

        X86Item WithoutApicId(X86Item item) => item switch
        {
            { Leaf: 1 } => item with { Ebx = item.Ebx & 0x00ffffff },
            { Leaf: 0xb } => item with { Edx = item.Edx & 0xffffff00 },
            { Leaf: 0x8000001e } when isAmd => X86Item.Cpuid(item.Leaf, item.Subleaf),
            _ => item,
        };
    }

    // The kernel's struct kvm_cpuid2 and its entries: leaf, sub-leaf, flags, four registers, padding.
    private static IEnumerable<X86Item> Parse(uint[] list)
    {
        int count = (int)Math.Min(list[0], (uint)((list.Length - HeaderWords) / EntryWords));
        for (int at = HeaderWords; at < HeaderWords + (count * EntryWords); at += EntryWords)
        {
            uint subleaf = (list[at + 2] & HasSubleaf) != 0 ? list[at + 1] : 0;
            yield return X86Item.Cpuid(list[at], subleaf, list[at + 3], list[at + 4], list[at + 5], list[at + 6]);
        }
    }
}
