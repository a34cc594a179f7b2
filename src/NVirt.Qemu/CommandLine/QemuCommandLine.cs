using NVirt.Cpu;
using NVirt.Domains;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.HostModels;

namespace NVirt.Qemu.CommandLine;

/// <summary>Makes QEMU's command line of a domain (hypervisors.md 4).</summary>
public static class QemuCommandLine
{
    // The order is that in which libvirt writes them.
    private static readonly Action<QemuGuest, ArgumentList>[] Sections =
    [
        NameSection.Write,
        FirmwareSection.WriteFiles,
        MachineSection.Write,
        AcceleratorSection.Write,
        CpuSection.Write,
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
        LogSection.Write,
    ];

    /// <summary>
    /// Fills in what a domain leaves open when it is defined: the machine, a CPU where there is none, and the CPU's defaults (4.1); then
    /// refuses what this QEMU can not do (4.2).
    /// </summary>
    /// <param name="domain">The domain.</param>
    /// <param name="capabilities">The binary.</param>
    /// <param name="host">The host.</param>
    /// <param name="map">The map; <see langword="null"/> for the one that is compiled in.</param>
    /// <returns>The document with machine and CPU; the rest is as it was.</returns>
    /// <exception cref="CpuException">The domain is refused; the message begins with file, line and column.</exception>
    public static DomainDocument Define(DomainDocument domain, QemuCapabilities capabilities, QemuHost host, CpuMap? map = null)
    {
        DomainDefinition defined = DefinedGuest(domain, capabilities, host, new QemuCommandLineOptions { Map = map }).Domain;
        return domain.WithMachine(defined.Os.Machine!).WithCpu(defined.Cpu);
    }

    /// <summary>Makes the command line. A domain that was not defined here is defined first.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="capabilities">The binary.</param>
    /// <param name="host">The host.</param>
    /// <param name="options">What the domain does not say; <see langword="null"/> for the defaults.</param>
    /// <exception cref="CpuException">
    /// The domain is refused: malformed (xml), not possible here (unsupported), the host's CPU can not do it (incompatible), and so on. The
    /// message says where.
    /// </exception>
    public static QemuArguments Build(DomainDocument domain, QemuCapabilities capabilities, QemuHost host, QemuCommandLineOptions? options = null)
    {
        QemuGuest guest = DefinedGuest(domain, capabilities, host, options ?? new QemuCommandLineOptions());
        guest = guest.With(guest.AtCpu(CpuResolution.Resolve));
        AcceptanceValidation.CheckCpu(guest);
        MissingParts.Refuse(guest);
        ArgumentList arguments = new();
        foreach (Action<QemuGuest, ArgumentList> write in Sections)
        {
            write(guest, arguments);
        }

        return new QemuArguments
        {
            Emulator = guest.Emulator,
            Arguments = [.. arguments.Items],
            Environment = arguments.Environment,
            Warnings = [.. AcceptanceValidation.Warnings(guest), .. HyperVValidation.Warnings(guest), .. StartValidation.Warnings(guest), .. arguments.Warnings, .. MissingParts.Warnings(guest)],
            Domain = guest.Domain,
            VcpusToPlug = SmpSection.VcpusToPlug(guest.Domain.Vcpus),
        };
    }

    private static QemuGuest DefinedGuest(DomainDocument domain, QemuCapabilities capabilities, QemuHost host, QemuCommandLineOptions options)
    {
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentNullException.ThrowIfNull(capabilities);
        ArgumentNullException.ThrowIfNull(host);
        QemuGuest guest = DomainDefaults.Apply(QemuGuest.Of(domain, capabilities, host, options));
        DomainValidation.Check(guest);
        return guest;
    }
}
