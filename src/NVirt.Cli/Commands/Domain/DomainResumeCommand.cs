using System.CommandLine;

namespace NVirt.Cli.Commands;

/// <summary><c>nvirt domain resume</c>: lets a paused guest run.</summary>
internal static class DomainResumeCommand
{
    public static Command Create() =>
        DomainCommand.Create("resume", Messages.Command_DomainResume, Messages.Done_Resume, (driver, domain, token) => driver.ResumeAsync(domain, token));
}
