using System.Diagnostics;
using NVirt.Cpu;
using NVirt.Fleet.Server.Logs;
using NVirt.Fleet.Server.Settings;
using NVirt.Fleet.Server.Store;

namespace NVirt.Fleet.Server.Snapshots;

/// <summary>
/// Looks each second for what changed in the store, whichever replica changed it, and makes a new snapshot. A snapshot takes at most
/// a tenth of the time: a large fleet that changes all the time has one that is some seconds old, and every answer says how old.
/// </summary>
internal sealed class SnapshotKeeper(
    IFleetStore store, ClassTable classes, BaselineTable baselines, CpuMap map, ServerSettings settings, TimeProvider clock, ServerLog log)
    : BackgroundService
{
    private const int Share = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Ages are part of a snapshot.
    private static readonly TimeSpan Oldest = TimeSpan.FromSeconds(30);

    private readonly SnapshotBuilder _builder = new(classes, map, TimeSpan.FromMinutes(settings.MaxAgeMinutes));
    private readonly SemaphoreSlim _refreshing = new(1);
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile FleetSnapshot? _current;
    private IReadOnlyList<StoredPool> _pools = [];
    private long _mark;
    private long _next;
    private int _number;

    /// <summary>Told of each snapshot as it is made; set before the first.</summary>
    public Action<FleetSnapshot> Made { get; set; } = _ => { };

    /// <summary>The newest snapshot; <see langword="null"/> if the store could not be read yet.</summary>
    public FleetSnapshot? Current => _current;

    /// <summary>The newest snapshot; waits for the first.</summary>
    public async ValueTask<FleetSnapshot> GetAsync(CancellationToken cancellation)
    {
        if (_current is { } current)
        {
            return current;
        }

        await _first.Task.WaitAsync(cancellation);
        return _current!;
    }

    /// <summary>Looks now, and makes a new snapshot if anything changed.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        await _refreshing.WaitAsync(cancellation);
        try
        {
            StoredChanges changes = await store.ReadChangesAsync(_mark, cancellation);
            IReadOnlyList<StoredPool> pools = await store.ReadPoolsAsync(cancellation);
            bool isNew = changes.Hosts.Count > 0 || !pools.Select(p => (p.Name, p.Version)).SequenceEqual(
                _pools.Select(p => (p.Name, p.Version)));
            foreach (StoredSeen host in changes.Seen)
            {
                _builder.See(host.Name, host.SeenAt);
            }

            if (changes.Hosts.Count > 0)
            {
                await classes.RefreshAsync(cancellation);
                _builder.Apply(changes);
            }

            foreach (StoredPool pool in pools)
            {
                await baselines.ReadAsync(pool.Name, cancellation);
            }

            _mark = changes.Mark;
            _pools = pools;
            DateTimeOffset now = clock.GetUtcNow();

            // A host that was stale is heard of again; or the clock was set.
            isNew |= changes.Seen.Any(s => _current?.FindHost(s.Name) is { Details.IsStale: true });
            if (_current is { } current && !isNew && (now - current.Time).Duration() < Oldest)
            {
                return;
            }

            FleetSnapshot made = _builder.Build(
                pools, now, Xml.Text.Of("{0}-{1}", _mark, ++_number), _current?.LastMatrix);
            Made(made);
            _current = made;
            _first.TrySetResult();
        }
        finally
        {
            _refreshing.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _refreshing.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bool failed = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (Stopwatch.GetTimestamp() >= _next)
                {
                    long start = Stopwatch.GetTimestamp();
                    await RefreshAsync(stoppingToken);
                    _next = start + ((Stopwatch.GetTimestamp() - start) * Share);
                }

                if (failed)
                {
                    failed = false;
                    log.StoreWorks();
                }

                await Task.Delay(Pause, clock, stoppingToken);
            }
            catch (StoreException e)
            {
                if (!failed)
                {
                    failed = true;
                    log.StoreFailed(e.Message);
                }

                await Task.Delay(Pause, clock, CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
