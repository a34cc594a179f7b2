using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cli.Output.Json;
using NVirt.Fleet.Agent;
using NVirt.Fleet.Agent.Collecting;
using NVirt.Fleet.Agent.Configuration;
using NVirt.Fleet.Agent.Running;
using NVirt.Fleet.Agent.Sending;
using NVirt.Fleet.Reports;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Agents;

/// <summary><c>nvirt agent</c>: tells a fleet's service of this host and its guests.</summary>
internal static class AgentCommand
{
    public static Command Create()
    {
        AgentOptions options = new();
        Option<string[]> dump = new("--dump")
        {
            Description = Messages.Option_AgentDump,
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<bool> once = new("--once") { Description = Messages.Option_AgentOnce };
        Option<bool> dry = new("--dry") { Description = Messages.Option_AgentDry };
        return SharedOptions.Command("agent", Messages.Command_Agent, Run, [.. options.All, dump, once, dry]);

        int Run(Session session)
        {
            try
            {
                AgentConfiguration configuration = options.Read(session);
                AgentSettings settings = AgentSettings.Of(configuration);
                IHostSource source = session.Get(dump) is { Length: > 0 } files ? new RecordedHost(files)
                    : ThisHost.WithItsGuests(configuration.Root);
                return session.Interruption.Run(async token =>
                {
                    await using ThisHost? own = source as ThisHost;
                    return session.Get(dry) ? await ShowAsync(session, settings, source, token)
                        : await SendAsync(session, settings, source, session.Get(once), token);
                });
            }
            catch (Exception e) when (e is AgentException or ServiceException)
            {
                throw new CliException(Text.OnOneLine(e.Message));
            }
        }
    }

    private static async Task<int> ShowAsync(Session session, AgentSettings settings, IHostSource source, CancellationToken cancellation)
    {
        CollectedHost host = settings.Complete(await source.ReadAsync(cancellation));
        foreach (string remark in host.Remarks)
        {
            session.Note(remark);
        }

        JsonNode report = JsonSerializer.SerializeToNode(host.ToReport(settings.Name), ReportJson.Default.HostReport)!;
        if (session.IsJson)
        {
            session.WriteJson(new JsonObject { ["report"] = report });
        }
        else
        {
            session.Out.Write(report.ToJsonString(JsonDocuments.Indented) + "\n");
        }

        return ExitCode.Done;
    }

    private static async Task<int> SendAsync(
        Session session, AgentSettings settings, IHostSource source, bool isOnce, CancellationToken cancellation)
    {
        // A run that answers shows its answer itself.
        using HostAgent agent = new(settings, source, news =>
        {
            if (!isOnce || news.Kind == AgentNewsKind.LeftOut)
            {
                session.Note(news.Text);
            }
        });
        if (!isOnce)
        {
            await agent.RunAsync(cancellation);
            cancellation.ThrowIfCancellationRequested();
        }

        SendOutcome outcome = await agent.SendOnceAsync(cancellation);
        if (session.IsJson)
        {
            session.WriteJson(new JsonObject
            {
                ["sent"] = outcome.IsReport ? "report" : "heartbeat",
                ["host"] = settings.Name,
                ["bootId"] = outcome.BootId,
                ["seq"] = outcome.Seq,
                ["digest"] = outcome.Digest,
                ["documents"] = outcome.Bodies,
            });
        }
        else
        {
            session.Out.WriteLine(Text.Of(outcome.IsReport ? Messages.Agent_Report : Messages.Agent_Heartbeat, settings.Name, outcome.Seq));
        }

        return ExitCode.Done;
    }
}
