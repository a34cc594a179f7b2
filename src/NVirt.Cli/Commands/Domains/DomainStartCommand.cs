using System.CommandLine;
using System.Text.Json.Nodes;
using NVirt.Cli.Output.Json;
using NVirt.Cpu.Judging;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Options;

namespace NVirt.Cli.Commands.Domains;

/// <summary><c>nvirt domain start</c>: starts a domain with the CPU it was promised, or not at all.</summary>
internal static class DomainStartCommand
{
    public static Command Create()
    {
        Argument<string> domain = DomainCommand.Domain();
        Option<bool> paused = new("--paused") { Description = Messages.Option_StartPaused };
        return DomainCommand.Create("start", Messages.Command_DomainStart, RunAsync, domain, paused);

        async Task<int> RunAsync(DomainRun run)
        {
            string name = run.Session.Get(domain)!;
            DomainStarted started = await run.Driver.StartAsync(
                DomainReference.Parse(name), new DomainStartOptions { IsPaused = run.Session.Get(paused) }, run.Cancellation);
            foreach (string warning in started.Warnings)
            {
                run.Session.Note(warning);
            }

            if (run.IsJson)
            {
                JsonObject json = DomainJson.Of(started.Domain);
                json["warnings"] = CpuJson.Of(started.Warnings.AsEnumerable());
                run.Session.WriteJson(json);
            }
            else
            {
                run.Say(Messages.Done_Start, name);
            }

            return ExitCode.Done;
        }
    }
}
