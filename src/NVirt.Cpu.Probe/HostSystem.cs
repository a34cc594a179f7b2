using NVirt.Cpu.Probe.Linux;
using NVirt.Cpu.Probe.X86;

namespace NVirt.Cpu.Probe;

/// <summary>The sources of a host's raw data; a test supplies its own architecture, folder and tables here.</summary>
internal sealed class HostSystem
{
    /// <summary>The architecture, which decides what is read.</summary>
    public required CpuArchitecture Arch { get; init; }

    /// <summary>Whether the paths below are valid.</summary>
    public required bool IsLinux { get; init; }

    /// <summary>The root folder of the paths below.</summary>
    public string Root { get; init; } = "/";

    /// <summary>CPUID, of this processor unless a test supplies another.</summary>
    /// <exception cref="CpuException">This is not an x86 processor (no-support).</exception>
    public ICpuidSource Cpuid { get => field ??= LiveCpuid.Open(); init; }

    /// <summary>The processors on which CPUID is executed.</summary>
    public IProcessors Processors { get; init; } = new NoProcessors();

    /// <summary>Bytes per word of the process, as in the auxiliary vector.</summary>
    public int WordBytes { get; init; } = nint.Size;

    /// <summary>The byte order of a word.</summary>
    public bool IsLittleEndian { get; init; } = BitConverter.IsLittleEndian;

    /// <summary>The folder of the MSR devices.</summary>
    public string CpuDevices => At("dev/cpu");

    /// <summary>KVM's device.</summary>
    public string Kvm => At("dev/kvm");

    /// <summary>The kernel's description of the processors.</summary>
    public string CpuInfo => At("proc/cpuinfo");

    /// <summary>What the kernel passes to each process at its start.</summary>
    public string AuxVector => At("proc/self/auxv");

    /// <summary>The kernel's description of processors and NUMA nodes.</summary>
    public string Sysfs => At("sys/devices/system");

    /// <summary>MIDR_EL1 of the first processor.</summary>
    public string Midr => At("sys/devices/system/cpu/cpu0/regs/identification/midr_el1");

    /// <summary>The machine that this process runs on.</summary>
    /// <exception cref="CpuException">Its architecture is not known (no-support).</exception>
    public static HostSystem ThisMachine()
    {
        bool isLinux = OperatingSystem.IsLinux();
        return new HostSystem
        {
            Arch = CpuArchitectures.Host is var arch and not CpuArchitecture.None
                ? arch
                : throw new CpuException(CpuErrorKind.NoSupport, CpuRule.ProbeFailed, Messages.Probe_NoArchitecture),
            Processors = isLinux ? new LinuxProcessors() : new NoProcessors(),
            IsLinux = isLinux,
        };
    }

    /// <summary>The first bytes of a file; <see langword="null"/> if it cannot be read.</summary>
    public ReadOnlyMemory<byte>? Read(string path, int bytes, out string? failure)
    {
        failure = Messages.Probe_OnlyLinux;
        return IsLinux ? ProbeFiles.ReadStart(path, bytes, out failure) : null;
    }

    /// <summary>The topology; <see langword="null"/> if it cannot be read.</summary>
    public CpuTopology? ReadTopology(out string? failure)
    {
        failure = Messages.Probe_OnlyLinux;
        return IsLinux ? SysfsTopology.Read(Sysfs, out failure) : null;
    }

    private string At(string path) => Path.Combine(Root, path);
}
