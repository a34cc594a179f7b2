using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.CommandLine.Definition;
using NVirt.Qemu.CommandLine.Devices;
using NVirt.Qemu.CommandLine.GuestCpu;
using NVirt.Qemu.CommandLine.Sections;
using NVirt.Qemu.CommandLine.Validation;
using NVirt.Qemu.HostModels;

namespace NVirt.Qemu.CommandLine;

/// <summary>Builds QEMU's command line for a domain (hypervisor-rules.md 4).</summary>
public static class QemuCommandLine
{
    // In the order of their messages.
    private static readonly Action<QemuGuest>[] Checks =
    [
        FeatureValidation.Check,
        TimerValidation.Check,
        VcpuValidation.Check,
        CpuValidation.Check,
        AcceptanceValidation.Check,
        CpuArgument.Check,
        MissingParts.Refuse,
    ];

    // In libvirt's order.
    private static readonly Action<QemuGuest, ArgumentList>[] Sections =
    [
        NameSection.Write,
        FirmwareSection.WriteFiles,
        MachineSection.Write,
        AcceleratorSection.Write,
        CpuArgument.Write,
        FirmwareSection.Write,
        MemorySection.Write,
        SmpSection.Write,
        IoThreadSection.Write,
        NumaSection.Write,
        IdentitySection.Write,
        DisplaySection.Write,
        NoDefaultsSection.Write,
        MonitorSection.Write,
        ClockSection.Write,
        PowerSection.Write,
        BootSection.Write,
        KernelSection.Write,
        DeviceSection.Write,
        IncomingSection.Write,
        SandboxSection.Write,
        LogSection.Write,
    ];

    private static readonly Action<QemuGuest, ArgumentList>[] WithoutCpu = [.. Sections.Where(s => s != CpuArgument.Write)];

    /// <summary>
    /// Fills in what a domain leaves open when it is defined: the machine, a CPU if there is none, and the CPU's defaults (4.1); then
    /// refuses what this QEMU cannot do (4.2), and what NVirt cannot pass to it. Whether the host can provide the CPU is not asked: that
    /// may change until the domain is started.
    /// </summary>
    /// <param name="domain">The domain.</param>
    /// <param name="capabilities">The binary.</param>
    /// <param name="host">The host.</param>
    /// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
    /// <returns>The document with machine and CPU; the rest is as it was.</returns>
    /// <exception cref="CpuException">
    /// The domain is refused, with all reasons that can be found; each begins with file, line and column.
    /// </exception>
    public static DomainDocument Define(DomainDocument domain, QemuCapabilities capabilities, QemuHost host, CpuMap? map = null) =>
        Define(domain, capabilities, host, new QemuCommandLineOptions { Map = map });

    /// <summary>The same with more that the domain does not say.</summary>
    internal static DomainDocument Define(
        DomainDocument domain, QemuCapabilities capabilities, QemuHost host, QemuCommandLineOptions options)
    {
        QemuGuest guest = DefinedGuest(domain, capabilities, host, options with { IsOnlyChecked = true });
        _ = Write(guest, WithoutCpu);
        return domain.WithMachine(guest.Domain.Os.Machine!).WithCpu(guest.Domain.Cpu);
    }

    /// <summary>Builds the command line. A domain that was not defined here is defined first.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="capabilities">The binary.</param>
    /// <param name="host">The host.</param>
    /// <param name="options">What the domain does not say; <see langword="null"/> for the defaults.</param>
    /// <exception cref="CpuException">
    /// The domain is refused: malformed (xml), not possible here (unsupported), the host's CPU cannot do it (incompatible), and so on. The
    /// message has all reasons that can be found, and says where.
    /// </exception>
    public static QemuArguments Build(
        DomainDocument domain, QemuCapabilities capabilities, QemuHost host, QemuCommandLineOptions? options = null)
    {
        QemuGuest guest = DefinedGuest(domain, capabilities, host, options ?? new QemuCommandLineOptions());
        bool isCpuDecided = guest.Refusals.IsEmpty && guest.Refusals.Try(() =>
        {
            guest = guest.With(guest.AtCpu(CpuResolution.Resolve));
            AcceptanceValidation.CheckCpu(guest);
        });
        ArgumentList arguments = Write(guest, isCpuDecided ? Sections : WithoutCpu);
        return new QemuArguments
        {
            Emulator = guest.Emulator,
            Arguments = [.. arguments.Items],
            Environment = arguments.Environment,
            Warnings = [.. AcceptanceValidation.Warnings(guest), .. HyperVValidation.Warnings(guest), .. TimerValidation.Warnings(guest),
                .. arguments.Warnings, .. MissingParts.Warnings(guest)],
            Domain = guest.Domain,
            Devices = arguments.Devices,
            VcpusToPlug = SmpSection.VcpusToPlug(guest.Domain.Vcpus),
        };
    }

    private static QemuGuest DefinedGuest(
        DomainDocument domain, QemuCapabilities capabilities, QemuHost host, QemuCommandLineOptions options)
    {
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentNullException.ThrowIfNull(capabilities);
        ArgumentNullException.ThrowIfNull(host);
        QemuGuest guest = DomainDefaults.Apply(QemuGuest.Of(domain, capabilities, host, options));
        foreach (Action<QemuGuest> check in Checks)
        {
            guest.Refusals.Try(() => check(guest));
        }

        return guest;
    }

    // What is written counts only if nothing was refused.
    private static ArgumentList Write(QemuGuest guest, Action<QemuGuest, ArgumentList>[] sections)
    {
        ArgumentList arguments = new();
        foreach (Action<QemuGuest, ArgumentList> write in sections)
        {
            guest.Refusals.Try(() => write(guest, arguments));
        }

        guest.Refusals.Throw();
        return arguments;
    }
}
