using NVirt.Cpu.X86;

namespace NVirt.Cpu.X86.Evidence;

/// <summary>What sub-leaf 0 of a leaf says about the others (cpu-rules.md 5; Intel SDM volume 2, CPUID).</summary>
/// <remarks>For NVirt.Cpu.Probe, which tells by it what a source does not say; others need only <see cref="CpuSource"/>.</remarks>
public static class X86Subleaves
{
    /// <summary>Whether eax of the leaf's sub-leaf 0 is its highest sub-leaf.</summary>
    public static bool HasMaximum(uint leaf) => leaf is 0x7 or 0x14 or 0x17 or 0x1e or 0x24 or 0x29;

    /// <summary>Whether sub-leaf 0 rules out a sub-leaf. What it does not mention is not ruled out.</summary>
    public static bool Excludes(X86Item first, uint subleaf) => first.Leaf switch
    {
        0xf => !HasResource(first.Edx, subleaf),
        0x10 => !HasResource(first.Ebx, subleaf),
        _ => HasMaximum(first.Leaf) && subleaf > first.Eax,
    };

    /// <summary>Whether a resource (leaves 0xf and 0x10) has a sub-leaf of its own; sub-leaf 0 is always there.</summary>
    public static bool HasResource(uint mask, uint subleaf) => subleaf == 0 || (subleaf < 32 && IsSet(mask, subleaf));

    /// <summary>Whether a state component (leaf 0xd) has a sub-leaf of its own; 0 and 1 always do.</summary>
    public static bool HasState(X86Item first, X86Item second, uint subleaf) => subleaf switch
    {
        < 2 => true,
        < 32 => IsSet(first.Eax | second.Ecx, subleaf),
        < 64 => IsSet(first.Edx | second.Edx, subleaf - 32),
        _ => false,
    };

    private static bool IsSet(uint value, uint bit) => (value >> (int)bit & 1) != 0;
}
