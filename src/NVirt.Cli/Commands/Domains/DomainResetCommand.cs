using System.CommandLine;

namespace NVirt.Cli.Commands.Domains;

/// <summary><c>nvirt domain reset</c>: resets a guest.</summary>
internal static class DomainResetCommand
{
    public static Command Create() =>
        DomainCommand.Create("reset", Messages.Command_DomainReset, Messages.Done_Reset,
            (driver, domain, token) => driver.ResetAsync(domain, cancellation: token));
}
