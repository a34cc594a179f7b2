using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;

namespace NVirt.Daemon.Hosting;

/// <summary>Runs the server as a part of the host, and tells systemd what it does.</summary>
internal sealed class DaemonService(DaemonServer server, Autostart autostart, FleetReports reports) : BackgroundService
{
    private readonly SystemdNotifier _systemd = new();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Task serving = server.RunAsync(stoppingToken);
        _systemd.Notify(ServiceState.Ready);
        await Task.WhenAll(serving, autostart.RunAsync(stoppingToken), reports.RunAsync(stoppingToken));
    }

    /// <inheritdoc/>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _systemd.Notify(ServiceState.Stopping);
        return base.StopAsync(cancellationToken);
    }
}
