using System.CommandLine;

namespace NVirt.Cli.Commands.Domains;

/// <summary><c>nvirt domain undefine</c>: forgets a definition.</summary>
internal static class DomainUndefineCommand
{
    public static Command Create() =>
        DomainCommand.Create("undefine", Messages.Command_DomainUndefine, Messages.Done_Undefine,
            (driver, domain, token) => driver.UndefineAsync(domain, cancellation: token));
}
