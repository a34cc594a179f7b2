using System.CommandLine;

namespace NVirt.Cli.Commands.Domains;

/// <summary><c>nvirt domain destroy</c>: ends a guest.</summary>
internal static class DomainDestroyCommand
{
    public static Command Create() =>
        DomainCommand.Create("destroy", Messages.Command_DomainDestroy, Messages.Done_Destroy,
            (driver, domain, token) => driver.DestroyAsync(domain, cancellation: token));
}
