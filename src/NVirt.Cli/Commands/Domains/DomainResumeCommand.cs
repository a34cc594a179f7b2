using System.CommandLine;
using NVirt.Domains.Driver.Options;

namespace NVirt.Cli.Commands.Domains;

/// <summary><c>nvirt domain resume</c>: lets a paused guest run.</summary>
internal static class DomainResumeCommand
{
    public static Command Create()
    {
        Argument<string> domain = DomainCommand.Domain();
        Option<bool> force = new("--force") { Description = Messages.Option_ResumeForce };
        return DomainCommand.Create("resume", Messages.Command_DomainResume, RunAsync, domain, force);

        Task<int> RunAsync(DomainRun run) => run.DoAsync(
            run.Session.Get(domain)!,
            Messages.Done_Resume,
            (name, token) => run.Driver.ResumeAsync(name, new DomainResumeOptions { IsForced = run.Session.Get(force) }, token));
    }
}
