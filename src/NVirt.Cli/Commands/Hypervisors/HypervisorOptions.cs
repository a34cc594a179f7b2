using System.CommandLine;
using NVirt.Domains.Driver;
using NVirt.Qemu.Capabilities;

namespace NVirt.Cli.Commands.Hypervisors;

/// <summary>The options of commands that judge by what a hypervisor can give rather than by the processor.</summary>
internal sealed class HypervisorOptions
{
    private readonly Option<string?> _hypervisor = new("--hypervisor") { Description = Messages.Option_Hypervisor, HelpName = "qemu" };
    private readonly QemuOptions _qemu;

    /// <summary>The options.</summary>
    /// <param name="isPerHost">Whether each of several hosts may have a recording of its own.</param>
    public HypervisorOptions(bool isPerHost = false)
    {
        _qemu = new QemuOptions(isPerHost);
        SharedOptions.Only(_hypervisor, "qemu");
    }

    /// <summary>All of them, for the command.</summary>
    public Symbol[] All => [_hypervisor, .. _qemu.All];

    /// <summary>Whether a hypervisor is meant, and none named by a binary or a recording.</summary>
    public bool IsUnnamed(Session session) => session.Get(_hypervisor) is not null && !_qemu.NamesQemu(session);

    /// <summary>The recordings that were given.</summary>
    public string[] Recordings(Session session) => session.Get(_hypervisor) is null ? [] : _qemu.Recordings(session);

    /// <summary>The accelerator that is meant of a QEMU.</summary>
    public QemuSlot SlotOf(Session session, QemuCapabilities qemu) => _qemu.SlotOf(session, qemu);

    /// <summary>Whether a hypervisor of this machine is meant, or a recording.</summary>
    public bool AreOfThisMachine(Session session) => session.Get(_hypervisor) is not null || _qemu.Recordings(session).Length > 0;

    /// <summary>The domains that are meant, where a driver is asked.</summary>
    public DomainKind KindOf(Session session) => _qemu.KindOf(session);

    /// <summary>The QEMU that is meant; <see langword="null"/> if no hypervisor is.</summary>
    public QemuChoice? Choose(Session session, string? hostFile)
    {
        if (session.Get(_hypervisor) is not null)
        {
            return _qemu.Choose(session, hostFile);
        }

        return _qemu.AreGiven(session) ? throw new CliException(Messages.Error_NeedsHypervisor, kind: CliErrorKind.Usage) : null;
    }
}
