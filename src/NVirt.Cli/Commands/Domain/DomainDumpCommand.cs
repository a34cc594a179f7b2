using System.CommandLine;
using NVirt.Cli.Output;
using NVirt.Domains;

namespace NVirt.Cli.Commands;

/// <summary><c>nvirt domain dumpxml</c>: a domain's document.</summary>
internal static class DomainDumpCommand
{
    public static Command Create()
    {
        Argument<string> domain = DomainCommand.Domain();
        Option<bool> inactive = new("--inactive") { Description = Messages.Option_DumpInactive };
        return DomainCommand.Create("dumpxml", Messages.Command_DomainDump, OutputFormats.OfDocument, RunAsync, domain, inactive);

        async Task<int> RunAsync(DomainRun run)
        {
            DomainDocument document = await run.Driver.GetDocumentAsync(run.Session.Get(domain)!, run.Session.Get(inactive), run.Cancellation);
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
