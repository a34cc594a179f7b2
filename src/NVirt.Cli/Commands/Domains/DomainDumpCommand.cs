using System.CommandLine;
using NVirt.Cli.Output.Json;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Options;

namespace NVirt.Cli.Commands.Domains;

/// <summary><c>nvirt domain dumpxml</c>: a domain's document.</summary>
internal static class DomainDumpCommand
{
    public static Command Create()
    {
        Argument<string> domain = DomainCommand.Domain();
        Option<bool> inactive = new("--inactive") { Description = Messages.Option_DumpInactive };
        return DomainCommand.CreateReading("dumpxml", Messages.Command_DomainDump, OutputFormats.OfDocument, RunAsync, domain, inactive);

        async Task<int> RunAsync(DomainRun run)
        {
            DomainDocumentOptions options = new() { IsInactive = run.Session.Get(inactive), IsSecure = true };
            DomainDocument document =
                await run.Driver.GetDocumentAsync(DomainReference.Parse(run.Session.Get(domain)!), options, run.Cancellation);
            if (run.IsJson)
            {
                run.Session.WriteJson(DomainJson.Of(document));
            }
            else
            {
                run.Session.Out.Write(document.Text.EndsWith('\n') ? document.Text : document.Text + "\n");
            }

            return ExitCode.Done;
        }
    }
}
