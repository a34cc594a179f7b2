using System.CommandLine;

namespace NVirt.Cli.Commands.Domains;

/// <summary><c>nvirt domain shutdown</c>: asks a guest to shut down.</summary>
internal static class DomainShutdownCommand
{
    public static Command Create() =>
        DomainCommand.Create("shutdown", Messages.Command_DomainShutdown, Messages.Done_Shutdown,
            (driver, domain, token) => driver.ShutdownAsync(domain, cancellation: token));
}
