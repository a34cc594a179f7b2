using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.HostModels;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine;

/// <summary>A domain on a QEMU: the data that each step of building a command line uses.</summary>
internal sealed record QemuGuest
{
    private readonly Lazy<QemuHostModels> _hostModels;

    private QemuGuest(DomainDocument document, QemuCapabilities capabilities, QemuSlot slot, QemuHost host, QemuCommandLineOptions options)
    {
        Document = document;
        Domain = document.Definition;
        Capabilities = capabilities;
        Slot = slot;
        Host = host;
        Options = options;
        Driver = CpuDriver.For(Arch, options.Map);
        _hostModels = new(() => QemuHostModels.Of(capabilities, slot.Accelerator, host, options.Map));
    }

    /// <summary>The domain as it was read, for messages.</summary>
    public DomainDocument Document { get; }

    /// <summary>The domain, including what the steps so far have filled in.</summary>
    public DomainDefinition Domain { get; private init; }

    public QemuCapabilities Capabilities { get; }

    public QemuSlot Slot { get; }

    public QemuHost Host { get; }

    public QemuCommandLineOptions Options { get; }

    public CpuDriver Driver { get; }

    /// <summary>What the steps so far have refused.</summary>
    public RefusalList Refusals { get; } = new();

    public QemuHostModels HostModels => _hostModels.Value;

    /// <summary>Whether the architecture has its own rules for CPUs.</summary>
    public bool HasCpuRules => Driver.Advanced.HasRules;

    public CpuArchitecture Arch => Domain.Os.Arch is CpuArchitecture.None ? Capabilities.Arch : Domain.Os.Arch;

    /// <summary>The machine, once it is decided.</summary>
    public QemuMachine Machine => Slot.FindMachine(Domain.Os.Machine!)!;

    public bool IsKvm => Slot.Accelerator == QemuAccelerator.Kvm;

    /// <summary>Whether the machine belongs to a family, such as <c>pc-q35</c>: the name alone, or with a version.</summary>
    public bool IsMachine(string family) => Machine.Name == family || Machine.Name.StartsWith(family + "-", StringComparison.Ordinal);

    /// <summary>The binary.</summary>
    public string Emulator => Domain.Devices.Emulator ?? Capabilities.Binary ?? QemuArchitectures.BinaryName(Capabilities.Arch);

    public static QemuGuest Of(DomainDocument document, QemuCapabilities capabilities, QemuHost host, QemuCommandLineOptions options)
    {
        DomainDefinition domain = document.Definition;
        if (!QemuAccelerators.TryParseDomainType(domain.Type, out QemuAccelerator accelerator))
        {
            throw document.Refuse(
                document.PlaceOf(string.Empty),
                Text.Of(Messages.Args_DomainType, domain.Type, string.Join(", ", QemuAccelerators.DomainTypes)));
        }

        if (domain.Os.Arch != CpuArchitecture.None && !QemuArchitectures.Runs(capabilities.Arch, domain.Os.Arch))
        {
            throw document.Refuse(
                document.PlaceOf("os/type"), Text.Of(Messages.Args_Arch, domain.Os.Arch.ToName(), capabilities.Arch.ToName()));
        }

        QemuSlot slot = capabilities.Slot(accelerator)
            ?? throw document.Refuse(
                document.PlaceOf(string.Empty), Text.Of(Messages.Args_NoAccelerator, domain.Type, accelerator.ToName()));
        return new QemuGuest(document, capabilities, slot, host, options);
    }

    /// <summary>Whether a CPU may have a mode (hypervisor-rules.md 3).</summary>
    public bool IsSupported(CpuMode mode) =>
        QemuDomainCapabilities.Supports(mode, Capabilities, Slot.Accelerator, Host, Arch, Document.Definition.Os.Machine, Options.Map);

    public QemuGuest With(DomainDefinition domain) => this with { Domain = domain };

    public QemuGuest With(CpuDefinition? cpu) => With(Domain with { Cpu = cpu });

    /// <summary>Does something with the CPU; an error without a position gets that of the CPU.</summary>
    public T AtCpu<T>(Func<QemuGuest, T> step) => Document.AtCpu(() => step(this));

    /// <summary>Refuses the domain, but looks for more first.</summary>
    public void Report(CpuException refused) => Refusals.Add(refused);

    /// <summary>An error about what is at a path of the document, for example <c>cpu/cache</c>.</summary>
    public CpuException Refuse(string path, string text, CpuErrorKind kind = CpuErrorKind.Unsupported) =>
        Refuse(Document.PlaceOf(path), text, kind);

    /// <summary>An error about what is at a place of the document.</summary>
    public CpuException Refuse(DomainPlace place, string text, CpuErrorKind kind = CpuErrorKind.Unsupported) =>
        Document.Refuse(place, text, kind);
}
