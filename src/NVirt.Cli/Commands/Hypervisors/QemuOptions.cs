using System.CommandLine;
using NVirt.Cli.Input;
using NVirt.Cpu;
using NVirt.Domains.Driver;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.HostModels;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Hypervisors;

/// <summary>The options that say which QEMU is meant, and how its domains run.</summary>
internal sealed class QemuOptions
{
    private readonly Option<string?> _emulator = new("--emulator") { Description = Messages.Option_Emulator, HelpName = "PATH" };
    private readonly Option<string[]> _recordings;
    private readonly Option<string?> _type = new("--virttype") { Description = Messages.Option_VirtType, HelpName = "kvm|hvf|qemu" };
    private readonly Option<string?> _arch = new("--arch") { Description = Messages.Option_Arch, HelpName = "ARCH" };
    private readonly Option<string?> _machine = new("--machine") { Description = Messages.Option_Machine, HelpName = "NAME" };

    /// <summary>The options.</summary>
    /// <param name="isPerHost">Whether each of several hosts may have a recording of its own.</param>
    public QemuOptions(bool isPerHost = false)
    {
        _recordings = new("--qmp")
        {
            Description = isPerHost ? Messages.Option_QmpPerHost : Messages.Option_Qmp,
            HelpName = "FILE",
            Arity = ArgumentArity.OneOrMore,
        };
        if (!isPerHost)
        {
            _recordings.Validators.Add(static result =>
            {
                if (result.Tokens.Count > 1)
                {
                    result.AddError(Messages.Error_OneRecording);
                }
            });
        }

        SharedOptions.Only(_type, [.. QemuAccelerators.DomainTypes]);
        _arch.CompletionSources.Add(_ => CpuArchitectures.All.Select(a => a.ToName()));
    }

    /// <summary>All of them, for the command.</summary>
    public Symbol[] All => [_emulator, _recordings, _type, _arch, _machine];

    /// <summary>Whether any of them was given.</summary>
    public bool AreGiven(Session session) => NamesQemu(session) || new[] { _type, _arch, _machine }.Any(o => session.Get(o) is not null);

    /// <summary>Whether a binary or a recording was given.</summary>
    public bool NamesQemu(Session session) => session.Get(_emulator) is not null || Recordings(session).Length > 0;

    /// <summary>The recordings that were given.</summary>
    public string[] Recordings(Session session) => session.Get(_recordings) ?? [];

    /// <summary>The accelerator that is meant of a QEMU.</summary>
    public QemuSlot SlotOf(Session session, QemuCapabilities qemu) => Slot(qemu, session.Get(_type));

    /// <summary>The domains that they mean, where a driver is asked.</summary>
    public DomainKind KindOf(Session session) => new()
    {
        Type = session.Get(_type),
        Arch = session.Get(_arch) is { } name ? SharedOptions.ArchOf(name) : CpuArchitecture.None,
        Machine = session.Get(_machine),
        Emulator = session.Get(_emulator),
    };

    /// <summary>The QEMU that they mean: asked, from the cache, or from a recording.</summary>
    /// <param name="session">The command.</param>
    /// <param name="hostFile">The host; <see langword="null"/> for this machine, or for the unknown one of a recording.</param>
    public QemuChoice Choose(Session session, string? hostFile)
    {
        CpuArchitecture arch = session.Get(_arch) is { } name ? SharedOptions.ArchOf(name) : CpuArchitecture.None;
        string? recording = Recordings(session) is [var first, ..] ? first : null;
        if (recording is not null && session.Get(_emulator) is not null)
        {
            throw new CliException(Messages.Error_EmulatorAndRecording, kind: CliErrorKind.Usage);
        }

        string? emulator = recording is null ? session.Get(_emulator) ?? Qemus.BinaryFor(arch) : null;
        QemuCapabilities qemu = recording is null ? Qemus.Ask(session, emulator!) : Qemus.Read(session, recording);
        QemuSlot slot = Slot(qemu, session.Get(_type));
        return new QemuChoice(qemu, slot, Qemus.Host(session, hostFile, recording, qemu.Arch), session.Driver(qemu.Arch))
        {
            Arch = arch == CpuArchitecture.None ? qemu.Arch : arch,
            Machine = session.Get(_machine),
            IsLive = recording is null,
        };
    }

    private static QemuSlot Slot(QemuCapabilities qemu, string? type)
    {
        if (!QemuAccelerators.TryParseDomainType(type, out QemuAccelerator accelerator))
        {
            return qemu.Slots[0];
        }

        return qemu.Slot(accelerator)
            ?? throw new CliException(
                Text.Of(Messages.Error_NoAccelerator, type, string.Join(", ", qemu.Slots.Select(s => s.Accelerator.ToDomainType()))));
    }
}

/// <summary>A QEMU, one of its accelerators, and the host.</summary>
internal sealed record QemuChoice(QemuCapabilities Capabilities, QemuSlot Slot, QemuHost Host, CpuDriver Driver)
{
    private QemuHostModels? _models;

    /// <summary>The domain's architecture.</summary>
    public CpuArchitecture Arch { get; init; }

    /// <summary>The machine, or <see langword="null"/> for the preferred one.</summary>
    public string? Machine { get; init; }

    /// <summary>Whether there is a binary that can be asked more.</summary>
    public bool IsLive { get; init; }

    /// <summary>The host models of the accelerator.</summary>
    public QemuHostModels Models => _models ??= QemuHostModels.Of(Capabilities, Slot.Accelerator, Host, Driver.Map);

    /// <summary>Says who is judging.</summary>
    public void Introduce(Session session) =>
        session.Note(
            Text.Of(Messages.Note_JudgedByQemu, Capabilities.Version, Slot.Accelerator.ToName(), Capabilities.Binary
                ?? Capabilities.Arch.ToName()));
}
