using NVirt.Daemon.Hypervisors;
using NVirt.Daemon.Logs;
using NVirt.Fleet.Agent.Collecting;
using NVirt.Fleet.Agent.Running;

namespace NVirt.Daemon.Hosting;

/// <summary>
/// Tells the service of a fleet of this host and of the daemon's guests: soon after one starts, ends or moves, and otherwise that nothing
/// changed. Whatever goes wrong with that, the daemon goes on.
/// </summary>
internal sealed class FleetReports(Settings settings, HypervisorTable hypervisors, DaemonLog log)
{
    private const string State = "fleet";

    /// <summary>Works until it is cancelled; does nothing if no service is named.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (settings.Configuration.Fleet is not { } fleet)
        {
            return;
        }

        try
        {
            AgentSettings agentSettings = AgentSettings.Of(fleet);
            await using ThisHost host = new([hypervisors.Qemu.Driver]);
            using HostAgent agent = new(
                fleet.State is null ? agentSettings with { State = Path.Combine(hypervisors.Root, State) } : agentSettings, host, Tell);
            await agent.RunAsync(cancellation);
        }
#pragma warning disable CA1031 // A mistake of ours must not end the daemon either.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.NotReporting(e.Message);
        }
#pragma warning restore CA1031
    }

    private void Tell(AgentNews news)
    {
        switch (news.Kind)
        {
            case AgentNewsKind.Reported:
                log.ReportTaken(news.Text);
                break;
            case AgentNewsKind.Failed:
                log.ReportFailed(news.Text);
                break;
            case AgentNewsKind.LeftOut:
                log.ReportIncomplete(news.Text);
                break;
            default:
                log.HeartbeatTaken(news.Text);
                break;
        }
    }
}
