using System.CommandLine;
using NVirt.Cli.Input;
using NVirt.Cli.Output.Json;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;

namespace NVirt.Cli.Commands.Domains;

/// <summary><c>nvirt domain define</c>: keeps a definition.</summary>
internal static class DomainDefineCommand
{
    public static Command Create()
    {
        Argument<string> file = new("FILE") { Description = Messages.Argument_Domain };
        return DomainCommand.Create("define", Messages.Command_DomainDefine, RunAsync, file);

        async Task<int> RunAsync(DomainRun run)
        {
            string name = Files.Name(run.Session.Get(file)!);
            DomainDocument document = DomainDocument.Parse(Files.ReadText(run.Session.Get(file)!, run.Cancellation), name);
            DomainSummary domain = await run.Driver.DefineAsync(document, run.Cancellation);
            if (run.IsJson)
            {
                run.Session.WriteJson(DomainJson.Of(domain));
            }
            else
            {
                run.Say(Messages.Done_Define, domain.Name, name);
            }

            return ExitCode.Done;
        }
    }
}
