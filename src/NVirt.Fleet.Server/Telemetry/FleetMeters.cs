using System.Diagnostics.Metrics;
using NVirt.Fleet.Drifts;
using NVirt.Fleet.Freezes;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Plans;
using NVirt.Fleet.Server.Snapshots;

namespace NVirt.Fleet.Server.Telemetry;

/// <summary>What the newest snapshot says of the fleet, as numbers for a monitoring system.</summary>
internal sealed class FleetMeters(SnapshotKeeper keeper, BaselineTable baselines, ServerMeters meters)
{
    private static readonly string[] Fits = ["inside", "exceeds", "below", "undecided"];

    /// <summary>Begins.</summary>
    public void Begin()
    {
        meters.Begin();
        keeper.Made = CountAges;
        meters.Watch("nvirt.hosts", "Hosts by pool and state.", () => Of(Hosts));
        meters.Watch("nvirt.host.classes", "Classes of hosts.", () => Of(s => [new(s.Inventory.HostClasses.Length)]));
        meters.Watch("nvirt.guest.classes", "Classes of guests.", () => Of(s => [new(s.Inventory.GuestClasses.Length)]));
        meters.Watch("nvirt.guests", "Guests by pool, and how they fit what it promises.", () => Of(Guests));
        meters.Watch("nvirt.guests.without.target", "Guests that no other host is known to take.", () => Of(Stuck));
        meters.Watch("nvirt.pool.baseline.features", "Features that a pool promises.", () => Of(Features));
        meters.Watch("nvirt.pool.baseline.ok", "Whether a pool keeps what it promised: 1 or 0; nothing if that is not known.",
            () => Of(Kept));
        meters.Watch("nvirt.snapshot.age.seconds", "How old the newest snapshot is.",
            () => Of(s => [new((long)(DateTimeOffset.UtcNow - s.Time).TotalSeconds)]));
    }

    // What was heard of in the future is stale by the same measure.
    private void CountAges(FleetSnapshot snapshot)
    {
        foreach (FleetHost host in snapshot.Inventory.Hosts)
        {
            if (host.Details.Time is { } time)
            {
                meters.CountAge((snapshot.Time - time).Duration());
            }
        }
    }

    private static KeyValuePair<string, object?> Pool(string? name) => new("pool", name ?? string.Empty);

    private static IEnumerable<Measurement<long>> Hosts(FleetSnapshot snapshot) =>
        snapshot.Inventory.Hosts
        .Select(h => (Host: h, State: h.Class.IsUnreachable ? "unreachable" : h.Details.IsStale ? "stale" : "fresh"))
        .Concat(snapshot.Archive.Hosts.Select(h => (Host: h, State: "archived")))
        .GroupBy(h => (Pool: snapshot.Pools.GetValueOrDefault(h.Host.Name), h.State))
        .Select(g => new Measurement<long>(g.Count(), Pool(g.Key.Pool), new("state", g.Key.State)));

    private static IEnumerable<Measurement<long>> Stuck(FleetSnapshot snapshot) => snapshot.Inventory.Guests
        .GroupBy(g => PoolOf(snapshot, g))
        .Select(g => new Measurement<long>(g.Count(x => snapshot.Matrix.Targets[x.Class.Index].IsStuck), Pool(g.Key)));

    private static string? PoolOf(FleetSnapshot snapshot, FleetGuest guest) =>
        guest.Host is { } host ? snapshot.Pools.GetValueOrDefault(host) : null;

    private IEnumerable<Measurement<long>> Of(Func<FleetSnapshot, IEnumerable<Measurement<long>>> read) =>
        keeper.Current is { } snapshot ? read(snapshot) : [];

    private IEnumerable<Measurement<long>> Features(FleetSnapshot snapshot) =>
        snapshot.Inventory.Pools.Select(p => (p.Name, Baseline: baselines.Find(p.Name))).Where(p => p.Baseline is not null)
            .Select(p => new Measurement<long>(p.Baseline!.Features.Length, Pool(p.Name)));

    private IEnumerable<Measurement<long>> Kept(FleetSnapshot snapshot)
    {
        foreach (FleetPool pool in snapshot.Inventory.Pools)
        {
            if (baselines.Find(pool.Name) is { } baseline)
            {
                BaselineDrift drift = BaselineDrift.Of(baseline, snapshot.Inventory);
                if (drift.Hosts.Any(h => h.IsBelow))
                {
                    yield return new Measurement<long>(0, Pool(pool.Name));
                }
                else if (drift.Unseen.IsEmpty && drift.Unreadable.IsEmpty && drift.Hosts.All(h => h.Unknown.IsEmpty))
                {
                    yield return new Measurement<long>(1, Pool(pool.Name));
                }
            }
        }
    }

    // Guests of pools that promised nothing fit nothing.
    private IEnumerable<Measurement<long>> Guests(FleetSnapshot snapshot)
    {
        foreach (IGrouping<string?, FleetGuest> pool in snapshot.Inventory.Guests.GroupBy(g => PoolOf(snapshot, g)))
        {
            FrozenBaseline? baseline = pool.Key is null ? null : baselines.Find(pool.Key);
            Dictionary<GuestClass, string> fits = [];
            Dictionary<string, long> counts = [];
            foreach (FleetGuest guest in pool)
            {
                string fit = baseline is null ? "undecided"
                    : fits.TryGetValue(guest.Class, out string? known) ? known
                    : fits[guest.Class] = Fits[GuestFit.Of(guest, baseline.Features).Kind switch
                    {
                        FitKind.Inside => 0,
                        FitKind.Exceeds => 1,
                        FitKind.Below => 2,
                        _ => 3,
                    }];
                counts[fit] = counts.GetValueOrDefault(fit) + 1;
            }

            foreach ((string fit, long count) in counts)
            {
                yield return new Measurement<long>(count, Pool(pool.Key), new("fit", fit));
            }
        }
    }
}
