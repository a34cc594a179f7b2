using System.Collections.Immutable;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Judging;
using NVirt.Fleet.Matrices;

namespace NVirt.Fleet.Plans;

/// <summary>A pool with what it promises.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Hosts">Its hosts.</param>
/// <param name="Target">The features that its guests are to have, by name.</param>
public sealed record PlannedPool(string Name, ImmutableArray<FleetHost> Hosts, ImmutableArray<string> Target);

/// <summary>A guest of a plan.</summary>
/// <param name="Guest">The guest.</param>
/// <param name="Fit">How it fits its pool.</param>
/// <param name="GroupsLost">Groups of features that it gets back at its next power cycle.</param>
/// <param name="IsOnDrained">Whether its host is worked on.</param>
/// <param name="IsNeeded">Whether its host cannot be emptied without stopping it.</param>
public sealed record PlannedGuest(
    FleetGuest Guest, GuestFit Fit, ImmutableArray<string> GroupsLost, bool IsOnDrained, bool IsNeeded)
{
    /// <summary>Its place in the list of power cycles: 0 first; <see langword="null"/> if it needs none.</summary>
    public int? Rank => !Guest.IsRunning ? null : IsNeeded ? 0 : Fit.Kind switch
    {
        FitKind.Exceeds => IsOnDrained ? 0 : 1,

        // What it lacks for certain it gains, whatever else is open.
        FitKind.Below => GroupsLost.IsEmpty ? 3 : 2,
        FitKind.Undecided when !Fit.Lacking.IsEmpty => GroupsLost.IsEmpty ? 3 : 2,
        _ => null,
    };
}

/// <summary>A step of a plan, in names.</summary>
/// <param name="Host">The host that is emptied.</param>
/// <param name="PowerCycles">Guests that are stopped before, and started anew.</param>
/// <param name="Moves">Guests that move, with the hosts that they move to.</param>
public sealed record PlannedStep(string Host, ImmutableArray<string> PowerCycles, ImmutableArray<(string Guest, string To)> Moves);

/// <summary>How to empty hosts one after the other, and which guests to power-cycle (fleet-rules.md 10). Immutable.</summary>
public sealed class FleetPlan
{
    private FleetPlan(
        ImmutableArray<PlannedPool> pools, ImmutableArray<PlannedGuest> guests, ImmutableArray<PlannedStep> steps, bool isOpen)
    {
        Pools = pools;
        Guests = guests;
        Steps = steps;
        IsOpen = isOpen;
    }

    /// <summary>The pools.</summary>
    public ImmutableArray<PlannedPool> Pools { get; }

    /// <summary>The guests, by name.</summary>
    public ImmutableArray<PlannedGuest> Guests { get; }

    /// <summary>The steps in their order.</summary>
    public ImmutableArray<PlannedStep> Steps { get; }

    /// <summary>Whether something that is not known could change the plan.</summary>
    public bool IsOpen { get; }

    /// <summary>The guests to power-cycle, in their order.</summary>
    public IEnumerable<PlannedGuest> PowerCycles => Guests.Where(g => g.Rank is not null).OrderBy(g => g.Rank)
        .ThenBy(g => g.Guest.Name, StringComparer.Ordinal);

    /// <summary>No if a guest has to be stopped, undecided if something is not known.</summary>
    public CpuAnswer Answer => Guests.Any(g => g.IsNeeded || g is { Guest.IsRunning: true, Fit.Kind: FitKind.Exceeds }) ? CpuAnswer.No
        : IsOpen ? CpuAnswer.Unknown : CpuAnswer.Yes;

    /// <summary>Plans.</summary>
    /// <param name="matrix">Who can go where.</param>
    /// <param name="pools">The pools; hosts in none are left out.</param>
    /// <param name="drained">The hosts that are worked on, by name; <see langword="null"/> for all.</param>
    /// <param name="upgraded">The inventory as it is when all are done; <see langword="null"/> if processors stay as they are.</param>
    public static FleetPlan Of(
        FleetMatrix matrix, IReadOnlyList<PlannedPool> pools, IReadOnlyCollection<string>? drained = null,
        FleetInventory? upgraded = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(pools);
        List<PlannedGuest> guests = [];
        List<PlannedStep> steps = [];
        bool isOpen = false;
        foreach (PlannedPool pool in pools)
        {
            HashSet<string> hosts = [.. pool.Hosts.Select(h => h.Name)];
            FleetGuest[] members = [.. matrix.Inventory.Guests.Where(g => g.Host is { } host && hosts.Contains(host))];
            PlannedStep[] own = [.. StepsOf(matrix, pool, members, drained, upgraded)];
            HashSet<string> needed = [.. own.SelectMany(s => s.PowerCycles)];
            steps.AddRange(own);
            HostClass[] kinds = [.. pool.Hosts.Select(h => h.Class).Distinct()];
            Dictionary<GuestClass, (GuestFit, ImmutableArray<string>)> fits = [];
            foreach (FleetGuest guest in members)
            {
                if (!fits.TryGetValue(guest.Class, out (GuestFit Fit, ImmutableArray<string> Lost) found))
                {
                    found = fits[guest.Class] = FitOf(matrix, guest, pool, kinds);
                    isOpen |= kinds.Any(h => matrix[guest.Class, h].Verdict == FleetVerdict.Undecided);
                }

                guests.Add(new PlannedGuest(
                    guest, found.Fit, found.Lost, drained is null || drained.Contains(guest.Host!), needed.Contains(guest.Name)));
            }
        }

        guests.Sort((a, b) => string.CompareOrdinal(a.Guest.Name, b.Guest.Name));
        return new FleetPlan([.. pools], [.. guests], [.. steps], isOpen || guests.Any(g => g.Fit.Kind == FitKind.Undecided));
    }

    /// <summary>The pools of an inventory: those that it names, or one of each vendor and architecture.</summary>
    /// <param name="inventory">The inventory.</param>
    /// <param name="targets">What pools promise, by name; for others it is what their hosts have in common.</param>
    public static IReadOnlyList<PlannedPool> PoolsOf(
        FleetInventory inventory, IReadOnlyDictionary<string, ImmutableArray<string>>? targets = null)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        (string Name, FleetHost[] Hosts)[] pools = inventory.Pools.Length > 0
            ? [.. inventory.Pools.Select(p => (p.Name, p.Hosts.Select(h => inventory.FindHost(h)!).Where(h => h is not null).ToArray()))]
            :
            [
                .. inventory.Hosts.Where(h => !h.Class.IsUnreachable).GroupBy(h => HostBits.KindOf(h.Class), StringComparer.Ordinal)
                    .OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.ToArray())),
            ];
        return
        [
            .. pools.Where(p => p.Hosts.Length > 0).Select(p => new PlannedPool(
                p.Name, [.. p.Hosts], targets is not null && targets.TryGetValue(p.Name, out ImmutableArray<string> target) ? target
                    : BaseOf(p.Hosts))),
        ];
    }

    private static ImmutableArray<string> BaseOf(FleetHost[] hosts)
    {
        HostClass[] classes = [.. hosts.Select(h => h.Class).Where(c => !c.IsUnreachable).Distinct()];
        return classes.Length == 0 ? [] : classes[0].Judged.Bits.Space.SortedNames(HostBits.Base(classes));
    }

    // All guests of a class fit a pool in the same way.
    private static (GuestFit Fit, ImmutableArray<string> GroupsLost) FitOf(
        FleetMatrix matrix, FleetGuest guest, PlannedPool pool, IEnumerable<HostClass> kinds)
    {
        GuestFit fit = GuestFit.Of(guest, pool.Target).With(FitAxes.Of(matrix, guest, kinds));
        Platforms.FeatureSpace space = guest.Class.Demand.Space;
        return (fit, [.. FeatureValue.GroupsLost(space, space.SetOf(pool.Target), space.SetOf(pool.Target.Except(fit.Lacking)))]);
    }

    // What a host has once the work on it is done; nothing if it is no longer there, or in another pool.
    private static HostClass? Later(FleetInventory upgraded, PlannedPool pool, FleetHost host) =>
        upgraded.FindPool(pool.Name) is { } later && !later.Hosts.Contains(host.Name) ? null : upgraded.FindHost(host.Name)?.Class;

    private static IEnumerable<PlannedStep> StepsOf(
        FleetMatrix matrix, PlannedPool pool, FleetGuest[] members, IReadOnlyCollection<string>? drained, FleetInventory? upgraded)
    {
        FleetHost[] hosts = [.. pool.Hosts.OrderBy(h => h.Name, StringComparer.Ordinal)];
        Dictionary<string, int> places = hosts.Index().ToDictionary(p => p.Item.Name, p => p.Index, StringComparer.Ordinal);
        FleetGuest[] running = [.. members.Where(g => g.IsRunning)];

        // One list for all guests of a class: a list for each would take hosts times guests.
        Dictionary<GuestClass, int[]> targets = [];
        DrainProblem problem = new(
            [.. hosts.Select(h => h.Name)], [.. hosts.Select(h => h.Details.MemoryMiB)],
            [
                .. running.Select(g => new DrainGuest(g.Name, places[g.Host!], TargetsOf(g.Class), g.Details.MemoryMiB ?? 0)),
            ])
        {
            CanTake = upgraded is null ? null : (guest, host, isDone) => isDone
                ? Later(upgraded, pool, hosts[host]) is { } later
                    && PairJudge.IsYes(PairJudge.VerdictOf(running[guest].Class, later, matrix.Options, out _))
                : matrix[running[guest].Class, hosts[host].Class].IsYes,
        };
        IEnumerable<int>? chosen = drained is null ? null
            : Enumerable.Range(0, hosts.Length).Where(h => drained.Contains(hosts[h].Name));
        return DrainOrder.Of(problem, chosen)
            .Select(s => new PlannedStep(
                hosts[s.Host].Name, [.. s.PowerCycles.Select(g => running[g].Name)],
                [.. s.Moves.Select(m => (running[m.Guest].Name, hosts[m.To].Name))]));

        int[] TargetsOf(GuestClass guest)
        {
            if (!targets.TryGetValue(guest, out int[]? known))
            {
                known = targets[guest] = [.. Enumerable.Range(0, hosts.Length).Where(h => matrix[guest, hosts[h].Class].IsYes)];
            }

            return known;
        }
    }
}
