namespace NVirt.Cpu.Probe;

/// <summary>A name in the line <c>flags</c> of <c>/proc/cpuinfo</c> on x86; the list is data/kernel-flags.</summary>
/// <param name="Name">The kernel's name.</param>
/// <param name="Feature">The map's name of the same bit.</param>
/// <param name="IsUnsure">Whether the processor may have the feature though the name is not listed.</param>
/// <param name="IsYoung">Whether only kernels of 4.12 and newer list the name.</param>
internal sealed record KernelFlag(string Name, string Feature, bool IsUnsure, bool IsYoung);
