using System.CommandLine;

namespace NVirt.Cli.Commands.Domains;

/// <summary><c>nvirt domain suspend</c>: stops a guest's CPUs.</summary>
internal static class DomainSuspendCommand
{
    public static Command Create() =>
        DomainCommand.Create("suspend", Messages.Command_DomainSuspend, Messages.Done_Suspend,
            (driver, domain, token) => driver.SuspendAsync(domain, cancellation: token));
}
