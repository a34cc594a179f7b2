namespace NVirt.Cpu.X86.Evidence;

/// <summary>Where the value of an MSR comes from. The names are part of the JSON output.</summary>
/// <remarks>For NVirt.Cpu.Probe, which tells by it what a source does not say; others need only <see cref="CpuSource"/>.</remarks>
public enum X86MsrSource
{
    /// <summary>It could not be read, but the processor may have it.</summary>
    Unknown,
    /// <summary>The processor does not have it: the CPUID bit that enumerates it is clear, or reading it faulted.</summary>
    Absent,
    /// <summary>The processor's own value, from <c>/dev/cpu/N/msr</c>.</summary>
    Device,
    /// <summary>What KVM can offer (<c>KVM_GET_MSRS</c> on <c>/dev/kvm</c>), which is not always what the processor has.</summary>
    Kvm,
}

/// <summary>An MSR of the CPU map and where its value comes from.</summary>
/// <param name="Index">The index of the MSR, for example 0x10a.</param>
/// <param name="Source">Where the value comes from.</param>
/// <remarks>For NVirt.Cpu.Probe, which tells by it what a source does not say; others need only <see cref="CpuSource"/>.</remarks>
public readonly record struct X86MsrReading(uint Index, X86MsrSource Source);
