namespace NVirt.Cpu.Map;

/// <summary>What the kernel's listing or not listing of a flag does not say; the words of data/kernel-flags.</summary>
[Flags]
internal enum KernelFlagRules
{
    /// <summary>Listed means yes, not listed means no.</summary>
    None = 0,
    /// <summary>KVM can give it without the kernel's listing it.</summary>
    Added = 1,
    /// <summary>The kernel lists it for some processors whatever CPUID says.</summary>
    Forced = 2,
    /// <summary>An option, the firmware or an erratum can make the kernel not list it.</summary>
    Hidden = 4,
    /// <summary>Kernels up to 6.1 do not list it.</summary>
    New = 8,
}

/// <summary>Linux's name of a feature in the flags of <c>/proc/cpuinfo</c>; a row of data/kernel-flags.</summary>
/// <param name="Name">The kernel's name.</param>
/// <param name="Feature">The name of the feature in the map.</param>
/// <param name="Rules">What it does not say.</param>
internal readonly record struct KernelFlag(string Name, string Feature, KernelFlagRules Rules)
{
    // Two threads may both make them, which does no harm.
    private static KernelFlag[]? _all;

    /// <summary>All of them, in the kernel's order.</summary>
    public static KernelFlag[] All => _all ??= CompiledKernelFlags.Create();
}
