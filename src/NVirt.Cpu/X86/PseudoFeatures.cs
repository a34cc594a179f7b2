using System.Collections.Frozen;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.X86;

/// <summary>Features of the hypervisor itself (cpu-rules.md 3.4): masks outside the map, found by name only, never decoded.</summary>
internal static class PseudoFeatures
{
    private static readonly FrozenDictionary<string, X86CpuData> Masks = new Dictionary<string, X86CpuData>(StringComparer.Ordinal)
    {
        ["kvm_pv_unhalt"] = Eax(0x40000001, 0x80),
        ["hv-runtime"] = Eax(0x40000003, 0x1),
        ["hv-synic"] = Eax(0x40000003, 0x4),
        ["hv-stimer"] = Eax(0x40000003, 0x8),
        ["hv-xmm_input"] = Eax(0x40000003, 0x10),
        ["hv-relaxed"] = Eax(0x40000003, 0x20),
        ["hv-vapic"] = Eax(0x40000003, 0x30),
        ["hv-vpindex"] = Eax(0x40000003, 0x40),
        ["hv-reset"] = Eax(0x40000003, 0x80),
        ["hv-frequencies"] = Eax(0x40000003, 0x800),
        ["hv-reenlightenment"] = Eax(0x40000003, 0x2000),
        ["hv-stimer-direct"] = Edx(0x40000003, 0x80000),
        ["hv-tlbflush-direct"] = Edx(0x40000003, 0x4000),
        ["hv-tlbflush"] = Eax(0x40000004, 0x4),
        ["hv-avic"] = Eax(0x40000004, 0x200),
        ["hv-ipi"] = Eax(0x40000004, 0x400),
        ["hv-evmcs"] = Eax(0x40000004, 0x4000),
        ["hv-tlbflush-ext"] = Edx(0x40000004, 0x4000),
        ["hv-emsr_bitmap"] = Eax(0x4000000a, 0x80000),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All of their names.</summary>
    public static IEnumerable<string> Names => Masks.Keys;

    /// <summary>The bits of a pseudo-feature, or <see langword="null"/> if the name is not one.</summary>
    public static X86CpuData? Find(string name) => Masks.GetValueOrDefault(name);

    private static X86CpuData Eax(uint leaf, uint bits) => X86CpuData.Create([X86Item.Cpuid(leaf, 0, eax: bits)]);

    private static X86CpuData Edx(uint leaf, uint bits) => X86CpuData.Create([X86Item.Cpuid(leaf, 0, edx: bits)]);
}
