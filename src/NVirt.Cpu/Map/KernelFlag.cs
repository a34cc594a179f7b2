namespace NVirt.Cpu.Map;

/// <summary>What a flag's presence or absence in the kernel's list does not prove; the words of data/kernel-flags.</summary>
[Flags]
public enum KernelFlagRules
{
    /// <summary>Listed means yes, not listed means no.</summary>
    None = 0,
    /// <summary>KVM can provide it even if the kernel does not list it.</summary>
    Added = 1,
    /// <summary>The kernel lists it for some processors regardless of CPUID.</summary>
    Forced = 2,
    /// <summary>An option, the firmware or an erratum can hide it from the kernel's list.</summary>
    Hidden = 4,
    /// <summary>Kernels up to 6.1 do not list it.</summary>
    New = 8,
}

/// <summary>Linux's name of a feature in the flags of <c>/proc/cpuinfo</c>; a row of data/kernel-flags.</summary>
/// <param name="Name">The kernel's name.</param>
/// <param name="Feature">The name of the feature in the map.</param>
/// <param name="Rules">What its presence or absence does not prove.</param>
public readonly record struct KernelFlag(string Name, string Feature, KernelFlagRules Rules)
{
    // If two threads both create them, that does no harm.
    private static KernelFlag[]? _all;

    /// <summary>All of them, in the kernel's order.</summary>
    public static KernelFlag[] All => _all ??= CompiledKernelFlags.Create();
}
