namespace NVirt.Cpu.Probe;

/// <summary>Where the value of an MSR comes from. The names are part of the JSON output.</summary>
public enum X86MsrSource
{
    /// <summary>It could not be read, although the processor may have it.</summary>
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
public readonly record struct X86MsrReading(uint Index, X86MsrSource Source);
