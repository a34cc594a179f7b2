using System.Net.Sockets;
using NVirt.Daemon.Handlers;
using NVirt.Daemon.Hosting;
using NVirt.Daemon.Hypervisors;
using NVirt.Daemon.Logs;
using NVirt.Daemon.Sessions;
using NVirt.Daemon.Sockets;
using NVirt.Daemon.Telemetry;

namespace NVirt.Daemon;

/// <summary>The daemon: it takes clients at its sockets, and serves them until it is told to end.</summary>
internal sealed class DaemonServer
{
    /// <summary>How long calls that are being served may go on when the daemon is told to end.</summary>
    public static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly CallTable _calls = new();
    private readonly HypervisorTable _hypervisors;
    private readonly Listeners _listeners;
    private readonly Settings _settings;
    private readonly SessionTable _sessions;
    private readonly DaemonMeters _meters;
    private readonly DaemonLog _log;

    public DaemonServer(
        HypervisorTable hypervisors, Listeners listeners, Settings settings, SessionTable sessions, StatusReport status,
        DaemonMeters meters, DaemonLog log)
    {
        _hypervisors = hypervisors;
        _listeners = listeners;
        _settings = settings;
        _sessions = sessions;
        _meters = meters;
        _log = log;
        ConnectionCalls.AddTo(_calls);
        HostCalls.AddTo(_calls);
        CpuCalls.AddTo(_calls);
        LookupCalls.AddTo(_calls);
        DefinitionCalls.AddTo(_calls);
        LifecycleCalls.AddTo(_calls);
        EventNumbers numbers = new();
        new EventCalls(numbers).AddTo(_calls);
        new PoolEventCalls(numbers).AddTo(_calls);
        new QuietEventCalls(numbers).AddTo(_calls);
        PoolListCalls.AddTo(_calls);
        StoragePoolCalls.AddTo(_calls);
        StorageVolumeCalls.AddTo(_calls);
        VolumeChangeCalls.AddTo(_calls);
        EmptyCalls.AddTo(_calls);
        MetadataCalls.AddTo(_calls);
        MonitorCalls.AddTo(_calls);
        ConsoleCalls.AddTo(_calls);
        GraphicsCalls.AddTo(_calls);
        StatisticsCalls.AddTo(_calls);
        DeviceCalls.AddTo(_calls);
        DiskCalls.AddTo(_calls);
        ResourceCalls.AddTo(_calls);
        new MigrationCalls(log).AddTo(_calls);
        OldMigrationCalls.AddTo(_calls);
        JobCalls.AddTo(_calls);
        new StatusCalls(status.ReadAsync).AddTo(_calls);
    }

    /// <summary>Serves clients until the token ends it; then calls that are being served are finished first.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (IClientListener listener in _listeners.All)
        {
            _log.Listening(listener.Name);
        }

        await Task.WhenAll(_listeners.All.Select(l => AcceptAsync(l, cancellation)));
        _log.Ending(DrainPatience.TotalSeconds);
        foreach (ClientSession session in _sessions.All)
        {
            session.Drain(DrainPatience);
        }

        await _sessions.Ended;
        await _hypervisors.EndMigrationsAsync();
    }

    private async Task AcceptAsync(IClientListener listener, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                if (await TryAcceptAsync(listener, cancellation) is not { } client)
                {
                    continue;
                }

                (int all, int silent) = (_sessions.Count, _sessions.Unauthenticated);
                bool isFull = all >= _settings.Limits.Clients;
                if (isFull || (!client.IsAuthenticated && silent >= _settings.Limits.UnauthenticatedClients))
                {
                    _log.TooMany(listener.Name, isFull ? all : silent);
                    _meters.CountRefused("limit");
                    client.Dispose();
                    continue;
                }

                _log.Connected(client.Name, listener.Name);
                if (client.IsAuthenticated)
                {
                    Begin(client, (await client.OpenAsync(cancellation))!);
                }
                else
                {
                    _sessions.BeginAuthentication();
                    _ = AuthenticateAsync(client, cancellation);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The daemon ends.
        }
    }

    // Without free descriptors, or if the client is gone already, the next one is waited for all the same.
    private async Task<IncomingClient?> TryAcceptAsync(IClientListener listener, CancellationToken cancellation)
    {
        try
        {
            return await listener.AcceptAsync(cancellation);
        }
        catch (SocketException e)
        {
            _log.NotAccepted(listener.Name, e.Message);
            await Task.Delay(AcceptPause, cancellation);
            return null;
        }
    }

    // Others do not wait for it.
    private async Task AuthenticateAsync(IncomingClient client, CancellationToken cancellation)
    {
        try
        {
            if (await client.OpenAsync(cancellation) is { } stream)
            {
                Begin(client, stream);
            }
        }
        finally
        {
            _sessions.EndAuthentication();
        }
    }

    private void Begin(IncomingClient client, Stream stream) => _sessions.Serve(
        new ClientSession(stream, client.Name, _calls, _hypervisors, _settings.Limits, client.IsReadOnly, _meters, _log));
}
