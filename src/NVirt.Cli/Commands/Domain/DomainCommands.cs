using System.CommandLine;

namespace NVirt.Cli.Commands;

/// <summary><c>nvirt domain</c>: the domains of this machine.</summary>
internal static class DomainCommands
{
    public static Command Create() => new("domain", Messages.Domain)
    {
        DomainCommand.Root,
        DomainListCommand.Create(),
        DomainDefineCommand.Create(),
        DomainUndefineCommand.Create(),
        DomainInfoCommand.Create(),
        DomainDumpCommand.Create(),
        DomainStartCommand.Create(),
        DomainSuspendCommand.Create(),
        DomainResumeCommand.Create(),
        DomainShutdownCommand.Create(),
        DomainResetCommand.Create(),
        DomainDestroyCommand.Create(),
        DomainReceiveCommand.Create(),
    };
}
