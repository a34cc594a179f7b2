using System.CommandLine;

namespace NVirt.Cli.Commands;

/// <summary>The options of commands that judge by what a hypervisor can give rather than by the processor.</summary>
internal sealed class HypervisorOptions
{
    private readonly Option<string?> _hypervisor = new("--hypervisor") { Description = Messages.Option_Hypervisor, HelpName = "qemu" };
    private readonly QemuOptions _qemu = new();

    public HypervisorOptions() => SharedOptions.Only(_hypervisor, "qemu");

    /// <summary>All of them, for the command.</summary>
    public Symbol[] All => [_hypervisor, .. _qemu.All];

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
