namespace NVirt.Cpu.Probe;

/// <summary>Where raw data of a host comes from; a test puts folders and tables of its own here.</summary>
internal sealed class HostSystem
{
    /// <summary>CPUID.</summary>
    public required ICpuidSource Cpuid { get; init; }

    /// <summary>The processors.</summary>
    public required IProcessors Processors { get; init; }

    /// <summary>Whether the paths below mean anything.</summary>
    public required bool IsLinux { get; init; }

    /// <summary>The folder of the MSR devices.</summary>
    public string CpuDevices { get; init; } = "/dev/cpu";

    /// <summary>KVM's device.</summary>
    public string Kvm { get; init; } = "/dev/kvm";

    /// <summary>The kernel's description of the processors.</summary>
    public string CpuInfo { get; init; } = "/proc/cpuinfo";

    /// <summary>The kernel's description of processors and NUMA nodes.</summary>
    public string Sysfs { get; init; } = "/sys/devices/system";

    /// <summary>The machine that this process runs on.</summary>
    /// <exception cref="CpuException">It is no x86 machine (no-support).</exception>
    public static HostSystem ThisMachine()
    {
        bool isLinux = OperatingSystem.IsLinux();
        return new HostSystem
        {
            Cpuid = LiveCpuid.Open(),
            Processors = isLinux ? new LinuxProcessors() : new NoProcessors(),
            IsLinux = isLinux,
        };
    }
}
