using System.Collections.Immutable;
using NVirt.Cpu.Map;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Inventories;
using NVirt.Platforms;

namespace NVirt.Fleet.Pools;

/// <summary>A pool of a division. Immutable.</summary>
/// <param name="Kind">The vendor and the architecture.</param>
/// <param name="Classes">Its classes, in the order of their first hosts' names.</param>
/// <param name="Features">What all of them have, by name.</param>
/// <param name="Value">What that is worth.</param>
public sealed record DividedPool(string Kind, ImmutableArray<HostClass> Classes, ImmutableArray<string> Features, long Value)
{
    /// <summary>The first host's name, which names the pool.</summary>
    public string Name => Classes[0].Name;

    /// <summary>The number of hosts.</summary>
    public int Hosts => Classes.Sum(c => c.Count);

    /// <summary>The sum of their weights.</summary>
    public long Weight => Classes.Sum(c => c.Weight);

    /// <summary>What features are worth here.</summary>
    internal FeatureValue Worth { get; init; } = null!;

    /// <summary>What it would be worth more if a class had everything of which nobody knows.</summary>
    public long PossibleGain(HostClass kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        FeatureSet others = HostBits.Base(Classes.Where(c => c != kind));
        FeatureSet most = kind.Judged.Bits.YesSet | kind.Judged.Bits.UnknownSet;
        return Worth.Of(Classes.Length == 1 ? most : others & most) - Value;
    }
}

/// <summary>Hosts divided into pools inside which guests move freely (fleet-rules.md 4). Immutable.</summary>
public sealed class PoolDivision
{
    private PoolDivision(
        ImmutableArray<DividedPool> pools, long total, ImmutableArray<long?> curve, bool isExact, long bound,
        ImmutableArray<HostClass> unplaced)
    {
        Pools = pools;
        Total = total;
        Curve = curve;
        IsExact = isExact;
        Bound = bound;
        Unplaced = unplaced;
    }

    /// <summary>The pools, in the order of their first hosts' names.</summary>
    public ImmutableArray<DividedPool> Pools { get; }

    /// <summary>What all hosts are worth, each by itself.</summary>
    public long Total { get; }

    /// <summary>What they are worth in their pools.</summary>
    public long Objective => Pools.Sum(p => p.Weight * p.Value);

    /// <summary>What the pools cost.</summary>
    public long Loss => Total - Objective;

    /// <summary>The loss with at most 1, 2, 3 and so on pools; <see langword="null"/> where there is no division.</summary>
    public ImmutableArray<long?> Curve { get; }

    /// <summary>Whether no division is better.</summary>
    public bool IsExact { get; }

    /// <summary>A loss that no division into at most so many pools can go below.</summary>
    public long Bound { get; }

    /// <summary>Hosts of which too little is known to be in any pool.</summary>
    public ImmutableArray<HostClass> Unplaced { get; }

    /// <summary>Divides the hosts of an inventory.</summary>
    /// <exception cref="Cpu.CpuException">No division does what was asked.</exception>
    public static PoolDivision Of(FleetInventory inventory, PoolOptions options)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(options);
        PoolKind[] kinds = PoolKind.Of(inventory, options, out ImmutableArray<HostClass> unplaced);
        if (kinds.Length == 0)
        {
            throw FleetErrors.Bad(Messages.Baseline_NoHosts);
        }

        PoolSplit split = new(kinds);
        int most = Math.Min(options.Max, kinds.Sum(k => k.Problem.Count));
        int chosen = options.LossPercent is { } percent ? split.FewestWithin(percent, most) : split.Best(most);
        ImmutableArray<DividedPool> pools = PoolsOf(kinds, split.Divide(chosen));
        long loss = split.Total - pools.Sum(p => p.Weight * p.Value);
        return new PoolDivision(
            pools, split.Total, [.. split.Curve(most).Select((l, i) => i + 1 >= chosen && !(l <= loss) ? loss : l)],
            kinds.All(k => k.Solver.IsExact), split.BoundOf(options.LossPercent is null ? most : chosen), unplaced);
    }

    /// <summary>The bound alone, as it is for more classes than can be solved.</summary>
    internal static long BoundFor(FleetInventory inventory, PoolOptions options) =>
        new PoolSplit(PoolKind.Of(inventory, options, out _)).BoundOf(options.Max, usesSolutions: false);

    private static ImmutableArray<DividedPool> PoolsOf(PoolKind[] kinds, int[] labels)
    {
        HostClass[] classes = [.. kinds.SelectMany(k => k.Problem.Classes).OrderBy(c => c.Index)];
        return
        [
            .. classes.Select((c, i) => (Class: c, Label: labels[i])).GroupBy(p => p.Label).OrderBy(g => g.Key).Select(g =>
            {
                HostClass[] members = [.. g.Select(p => p.Class)];
                PoolKind kind = kinds.First(k => k.Problem.Classes.Contains(members[0]));
                FeatureSet common = HostBits.Base(members);
                return new DividedPool(kind.Name, [.. members], kind.Value.Space.SortedNames(common), kind.Value.Of(common))
                {
                    Worth = kind.Value,
                };
            }),
        ];
    }
}
