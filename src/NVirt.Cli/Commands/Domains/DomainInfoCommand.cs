using System.CommandLine;
using NVirt.Cli.Output.Domains;
using NVirt.Cli.Output.Json;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;

namespace NVirt.Cli.Commands.Domains;

/// <summary><c>nvirt domain dominfo</c>: the facts of a domain.</summary>
internal static class DomainInfoCommand
{
    public static Command Create()
    {
        Argument<string> domain = DomainCommand.Domain();
        return DomainCommand.CreateReading("dominfo", Messages.Command_DomainInfo, OutputFormats.OfAnswer, RunAsync, domain);

        async Task<int> RunAsync(DomainRun run)
        {
            DomainInfo info = await run.Driver.GetInfoAsync(DomainReference.Parse(run.Session.Get(domain)!), run.Cancellation);
            DomainSummary summary = info.Domain;
            DomainDocument document = await run.Driver.GetDocumentAsync(summary.Uuid, cancellation: run.Cancellation);
            TimeSpan? cpuTime = summary.ProcessId is null ? null : info.ProcessorTime;
            if (run.IsJson)
            {
                run.Session.WriteJson(DomainJson.Of(summary, document.Definition, cpuTime));
            }
            else
            {
                DomainFacts.Write(run.Session, summary, document.Definition, cpuTime);
            }

            return ExitCode.Done;
        }
    }
}
