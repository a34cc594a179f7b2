using NVirt.Cpu.Probe.Linux;
using NVirt.Cpu.Probe.X86;

namespace NVirt.Cpu.Probe;

/// <summary>A source of raw data on a machine. The names are part of the JSON output.</summary>
public enum ProbeSourceKind
{
    /// <summary>The CPUID instruction.</summary>
    Cpuid,
    /// <summary><c>/dev/cpu/N/msr</c>.</summary>
    MsrDevice,
    /// <summary><c>/dev/kvm</c>.</summary>
    Kvm,
    /// <summary><c>/proc/cpuinfo</c>.</summary>
    CpuInfo,
    /// <summary><c>/sys/devices/system</c>.</summary>
    Sysfs,
    /// <summary>The auxiliary vector, <c>/proc/self/auxv</c>.</summary>
    AuxVector,
    /// <summary>MIDR_EL1 of an ARM processor, in sysfs.</summary>
    Midr,
    /// <summary><c>/dev/cpu/N/cpuid</c>: CPUID as the kernel sees it.</summary>
    CpuidDevice,
}

/// <summary>The result for a source. The names are part of the JSON output.</summary>
public enum ProbeSourceState
{
    /// <summary>It was read.</summary>
    Read,
    /// <summary>Nothing was needed from it.</summary>
    NotNeeded,
    /// <summary>It, or a part of it, could not be read.</summary>
    Failed,
}

/// <summary>A source of raw data and its result.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Place">Its path, or the name of an instruction.</param>
/// <param name="State">The result.</param>
/// <param name="Failure">Why it could not be read, in the user's language; otherwise <see langword="null"/>.</param>
public sealed record ProbeSource(ProbeSourceKind Kind, string Place, ProbeSourceState State, string? Failure = null)
{
    internal static ProbeSource Of(ProbeSourceKind kind, string place, string? failure) =>
        new(kind, place, failure is null ? ProbeSourceState.Read : ProbeSourceState.Failed, failure);
}
