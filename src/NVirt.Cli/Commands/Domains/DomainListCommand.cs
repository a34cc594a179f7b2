using System.CommandLine;
using System.Text.Json.Nodes;
using NVirt.Cli.Output.Domains;
using NVirt.Cli.Output.Json;
using NVirt.Domains.Driver;

namespace NVirt.Cli.Commands.Domains;

/// <summary><c>nvirt domain list</c>: which domains there are.</summary>
internal static class DomainListCommand
{
    public static Command Create()
    {
        Option<bool> all = new("--all") { Description = Messages.Option_ListAll };
        Option<bool> inactive = new("--inactive") { Description = Messages.Option_ListInactive };
        Option<bool> name = new("--name") { Description = Messages.Option_ListName };
        Option<bool> uuid = new("--uuid") { Description = Messages.Option_ListUuid };
        return DomainCommand.CreateReading(
            "list", Messages.Command_DomainList, OutputFormats.OfAnswer, RunAsync, all, inactive, name, uuid);

        async Task<int> RunAsync(DomainRun run)
        {
            Session session = run.Session;
            bool showsActive = session.Get(all) || !session.Get(inactive);
            bool showsInactive = session.Get(all) || session.Get(inactive);
            DomainSummary[] domains =
                [.. (await run.Driver.ListAsync(run.Cancellation)).Where(d => d.IsActive ? showsActive : showsInactive)];
            bool names = session.Get(name);
            bool uuids = session.Get(uuid);
            if (run.IsJson)
            {
                session.WriteJson(new JsonObject { ["domains"] = new JsonArray([.. domains.Select(DomainJson.Of)]) });
            }
            else if (names || uuids)
            {
                foreach (DomainSummary domain in domains)
                {
                    session.Out.Write((names, uuids) switch
                    {
                        (true, true) => $"{domain.Uuid} {domain.Name}\n",
                        (true, false) => $"{domain.Name}\n",
                        _ => $"{domain.Uuid}\n",
                    });
                }
            }
            else
            {
                DomainTable.Write(session, domains);
            }

            foreach (DomainSummary domain in domains.Where(d => d.Problem is not null))
            {
                session.Problem($"{domain.Name}: {domain.Problem}");
            }

            return ExitCode.Done;
        }
    }
}
