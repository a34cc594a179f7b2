using NVirt.Daemon.Hypervisors;
using NVirt.Daemon.Sessions;
using NVirt.Daemon.Telemetry;
using NVirt.Remote.Status;

namespace NVirt.Daemon.Hosting;

/// <summary>Looks how the daemon is.</summary>
internal sealed class StatusReport(SessionTable sessions, HypervisorTable hypervisors, Settings settings, DaemonMeters meters)
{
    private readonly DateTimeOffset _startedAt = DateTimeOffset.UtcNow;

    /// <summary>Looks now.</summary>
    /// <param name="showsClients">Whether it says who the clients are.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<DaemonStatus> ReadAsync(bool showsClients, CancellationToken cancellation)
    {
        ClientSession[] clients = [.. sessions.All.OrderBy(s => s.Since)];
        return new DaemonStatus
        {
            Version = typeof(StatusReport).Assembly.GetName().Version?.ToString(3) ?? string.Empty,
            ProcessId = Environment.ProcessId,
            StartedAt = _startedAt,
            Clients = new ClientCounts(
                clients.Length, clients.Count(c => c.IsReadOnly), sessions.Unauthenticated, settings.Limits.Clients, meters.SentAway),
            Calls = new CallCounts(clients.Sum(c => c.ActiveCalls), meters.Served, meters.Failed),
            Workers = new WorkerCounts(ThreadPool.ThreadCount, ThreadPool.PendingWorkItemCount),
            Memory = new MemoryUse(Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: false)),
            Guests = await GuestCount.ByStateAsync(hypervisors, cancellation),
            Connected = showsClients ? [.. clients.Select(Of)] : null,
        };
    }

    private static ConnectedClient Of(ClientSession client) => new()
    {
        Name = client.Name,
        Since = client.Since,
        Uri = client.Hypervisor?.Uri,
        IsReadOnly = client.IsReadOnly,
        Active = client.ActiveCalls,
        Served = client.ServedCalls,
    };
}
