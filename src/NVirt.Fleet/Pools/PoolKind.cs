using System.Collections.Immutable;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Inventories;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Fleet.Pools;

/// <summary>The hosts of one vendor and architecture, which no pool mixes with others.</summary>
internal sealed class PoolKind
{
    private PoolBound? _bound;

    private PoolKind(string name, PoolProblem problem, FeatureValue value)
    {
        Name = name;
        Problem = problem;
        Value = value;
        Solver = problem.Count <= ExactPools.MostClasses ? new ExactPools(problem) : new MergedPools(problem);
    }

    public string Name { get; }

    public PoolProblem Problem { get; }

    public FeatureValue Value { get; }

    public IPoolSolver Solver { get; }

    /// <summary>A loss that no division of these hosts into so many pools can go below.</summary>
    public long BoundOf(int pools) => (_bound ??= new PoolBound(Problem)).Of(pools);

    /// <summary>The kinds of an inventory, and the classes of which too little is known.</summary>
    public static PoolKind[] Of(FleetInventory inventory, PoolOptions options, out ImmutableArray<HostClass> unplaced)
    {
        if (options.Max < 1 || options.MinSize < 1)
        {
            throw FleetErrors.Bad(Messages.Pools_Number);
        }

        unplaced = [.. inventory.HostClasses.Where(c => c.IsUnreachable || c.Vendor is null)];
        HostClass[] placed = [.. inventory.HostClasses.Except(unplaced)];
        IGrouping<string, HostClass>[] groups =
            [.. placed.GroupBy(HostBits.KindOf, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)];
        if (groups.Length > options.Max)
        {
            throw FleetErrors.No(
                Text.Of(Messages.Pools_TooFew, options.Max, groups.Length, string.Join(", ", groups.Select(g => g.Key))));
        }

        RequireKept(placed, options.Keep, inventory);
        Dictionary<HostClass, string> pins = PinsOf(inventory, options.Pins);
        string[] names = [.. pins.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        foreach (string pool in names)
        {
            if (pins.Where(p => p.Value == pool).Select(p => HostBits.KindOf(p.Key)).Distinct().Count() > 1)
            {
                throw FleetErrors.No(Text.Of(Messages.Pools_PinKinds, pool));
            }
        }

        return [.. groups.Select(g => New(g.Key, [.. g], options, pins, names))];
    }

    private static PoolKind New(
        string name, HostClass[] classes, PoolOptions options, Dictionary<HostClass, string> pins, string[] names)
    {
        FeatureSpace space = classes[0].Judged.Bits.Space;
        FeatureValue value = options.Value?.Invoke(space) ?? FeatureValue.Default(space);
        return new PoolKind(
            name,
            new PoolProblem(
                classes, value,
                [.. classes.Select(c => pins.TryGetValue(c, out string? pool) ? Array.IndexOf(names, pool) : PoolProblem.Free)],
                options.MinSize),
            value);
    }

    // A base is what all have, so each class must have what is kept.
    private static void RequireKept(HostClass[] classes, IReadOnlyList<string> keep, FleetInventory inventory)
    {
        foreach (string feature in keep)
        {
            if (classes.Length > 0 && classes.All(c => c.Judged.Bits.Space.Find(feature) < 0))
            {
                throw FleetErrors.Bad(Text.Of(Messages.Pools_KeepUnknown, feature));
            }

            if (Array.Find(classes, c => c.Judged.Bits.Has(feature) != true) is { } lacking)
            {
                throw FleetErrors.No(Text.Of(Messages.Pools_Keep, feature, lacking.Name));
            }
        }
    }

    // Hosts that are alike stay together.
    private static Dictionary<HostClass, string> PinsOf(FleetInventory inventory, IReadOnlyDictionary<string, string> pins)
    {
        Dictionary<HostClass, string> pinned = [];
        Dictionary<HostClass, string> by = [];
        foreach ((string name, string pool) in pins.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            FleetHost host = inventory.FindHost(name) ?? throw FleetErrors.Bad(Text.Of(Messages.Pools_PinHost, name));
            if (pinned.TryGetValue(host.Class, out string? other) && other != pool)
            {
                throw FleetErrors.No(Text.Of(Messages.Pools_PinTwice, by[host.Class], name));
            }

            pinned[host.Class] = pool;
            by[host.Class] = name;
        }

        return pinned;
    }
}
