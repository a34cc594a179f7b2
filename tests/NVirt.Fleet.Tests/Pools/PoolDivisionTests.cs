using NVirt.Cpu.Map;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Pools;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests.Pools;

public sealed class PoolDivisionTests
{
    [Fact]
    public void No_division_is_better_and_ties_go_as_the_rules_say() => SmallFleets.Of(random =>
    {
        FleetInventory inventory = SmallFleets.Inventory(random, 7);
        PoolOptions options = Options(random, inventory);
        int[]? best = Best(inventory, options);
        PoolDivision? division = Try(inventory, options);
        return best is null ? division is null
            : division is not null && LabelsOf(inventory, division).SequenceEqual(best) && division.IsExact
                && division.Bound == division.Loss;
    }).Holds();

    [Fact]
    public void No_loss_is_below_the_bound() => SmallFleets.Of(random =>
    {
        FleetInventory inventory = SmallFleets.Inventory(random, 8);
        PoolOptions options = new() { Max = random.Next(2, 6), Value = FeatureValue.Default };
        return Try(inventory, options) is not { } division || PoolDivision.BoundFor(inventory, options) <= division.Loss;
    }).Holds();

    [Fact]
    public void Merging_is_never_better_than_the_best_and_never_below_the_bound() => SmallFleets.Of(random =>
    {
        PoolProblem problem = Problem(random, 7);
        ExactPools exact = new(problem);
        MergedPools merged = new(problem);
        PoolBound bound = new(problem);
        return Enumerable.Range(1, problem.Count).All(k =>
        {
            long? least = Enumerable.Range(1, k).Min(exact.LossOf);
            long before = merged.LossOf(k)!.Value;
            long after = LossOf(problem, merged.Divide(k, 0));
            return after <= before && after >= least && bound.Of(k) <= least && merged.LossOf(k) == after;
        });
    }).Holds();

    [Fact]
    public void Many_classes_are_divided_within_the_bound_and_whatever_their_order()
    {
        FeatureSpace space = SmallFleets.Space;
        CpuStatement[] hosts =
        [
            .. Enumerable.Range(0, 40).Select(i => SmallFleets.Host(
                "Intel", [.. Enumerable.Range(0, space.All.Count)
                    .Where(f => ((f * 7919) + (i * 104729) + (f * i * 31)) % 97 < 70).Select(space.Name)])),
        ];
        PoolDivision division = PoolDivision.Of(Fleet(hosts.Index()), new PoolOptions { Max = 4, Value = FeatureValue.Flat });
        PoolDivision turned = PoolDivision.Of(Fleet(hosts.Index().Reverse()), new PoolOptions { Max = 4, Value = FeatureValue.Flat });

        Assert.False(division.IsExact);
        Assert.InRange(division.Loss, division.Bound, division.Total);
        Assert.Equal(4, division.Pools.Length);
        Assert.Equal(
            division.Pools.Select(p => string.Join(' ', p.Classes.Select(c => c.Name))),
            turned.Pools.Select(p => string.Join(' ', p.Classes.Select(c => c.Name))));

        static FleetInventory Fleet(IEnumerable<(int Index, CpuStatement Item)> hosts)
        {
            FleetBuilder builder = new();
            foreach ((int i, CpuStatement host) in hosts)
            {
                builder.AddHost($"h{i:00}", host);
            }

            return builder.Build();
        }
    }

    [Fact]
    public void The_fewest_pools_that_lose_little_are_found()
    {
        FleetBuilder builder = new();
        builder.AddHost("a", SmallFleets.Host("Intel", "aes"));
        builder.AddHost("b", SmallFleets.Host("Intel", "aes", "erms"));
        builder.AddHost("c", SmallFleets.Host("Intel", "rdrand"));
        FleetInventory inventory = builder.Build();

        Assert.Equal(3, Divide(0).Pools.Length);
        Assert.Equal(2, Divide(25).Pools.Length);
        Assert.Single(Divide(100).Pools);
        Assert.Equal([4L, 1L, 0L], Divide(0).Curve.Select(l => l!.Value));

        PoolDivision Divide(double percent) =>
            PoolDivision.Of(inventory, new PoolOptions { Max = int.MaxValue, LossPercent = percent, Value = FeatureValue.Flat });
    }

    [Fact]
    public void Hosts_of_which_nothing_is_known_are_in_no_pool()
    {
        FleetBuilder builder = new();
        builder.AddHost("a", SmallFleets.Host("Intel", "aes"));
        builder.AddHost("b", new HostDetails { Problem = "gone" });
        PoolDivision division = PoolDivision.Of(builder.Build(), new PoolOptions());

        Assert.Equal("a", Assert.Single(division.Pools).Name);
        Assert.Equal("b", Assert.Single(division.Unplaced).Name);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        FleetBuilder builder = new();
        builder.AddHost("a", SmallFleets.Host("Intel", "aes"));
        builder.AddHost("b", SmallFleets.Host("AMD", "svm"));
        builder.AddHost("c", SmallFleets.Host("Intel", "aes"));
        FleetInventory inventory = builder.Build();

        Refused(new PoolOptions { Max = 1 });
        Refused(new PoolOptions { Max = 2, Keep = ["aes"] });
        Refused(new PoolOptions { Max = 2, Keep = ["no-such-feature"] });
        Refused(new PoolOptions { Max = 2, MinSize = 2 });
        Refused(new PoolOptions { Max = 2, Pins = Pins(("a", "x"), ("c", "y")) });
        Refused(new PoolOptions { Max = 2, Pins = Pins(("a", "x"), ("b", "x")) });
        Refused(new PoolOptions { Max = 2, Pins = Pins(("d", "x")) });
        Refused(new PoolOptions { Max = 0 });

        void Refused(PoolOptions options) => Assert.Throws<CpuException>(() => PoolDivision.Of(inventory, options));
    }

    private static Dictionary<string, string> Pins(params (string Host, string Pool)[] pins) =>
        pins.ToDictionary(p => p.Host, p => p.Pool, StringComparer.Ordinal);

    private static PoolOptions Options(Random random, FleetInventory inventory) => new()
    {
        Max = random.Next(1, 6),
        Value = random.Next(2) == 0 ? FeatureValue.Flat : FeatureValue.Default,
        MinSize = random.Next(3) == 0 ? 2 : 1,
        Pins = random.Next(3) > 0 ? Pins()
            : inventory.HostClasses.Take(3).ToDictionary(c => c.Name, _ => random.Next(2) == 0 ? "x" : "y", StringComparer.Ordinal),
    };

    private static PoolDivision? Try(FleetInventory inventory, PoolOptions options)
    {
        try
        {
            return PoolDivision.Of(inventory, options);
        }
        catch (CpuException)
        {
            return null;
        }
    }

    private static int[] LabelsOf(FleetInventory inventory, PoolDivision division) =>
        [.. inventory.HostClasses.Select(c => division.Pools.IndexOf(division.Pools.Single(p => p.Classes.Contains(c))))];

    // All divisions, in the order of their strings of numbers: the first of the best wins the last tie.
    private static int[]? Best(FleetInventory inventory, PoolOptions options)
    {
        HostClass[] classes = [.. inventory.HostClasses];
        FeatureValue value = options.Value!(SmallFleets.Space);
        int[]? best = null;
        (long Objective, int Fewer, int Smallest) score = default;
        foreach (int[] labels in Strings(new int[classes.Length], 0, 0))
        {
            HostClass[][] pools = [.. classes.Zip(labels).GroupBy(p => p.Second, p => p.First).Select(g => g.ToArray())];
            if (pools.Length > options.Max || pools.Any(p => p.Select(c => c.Vendor).Distinct().Count() > 1)
                || pools.Any(p => p.Sum(c => c.Count) < options.MinSize) || !KeepsPins(classes, labels, options.Pins))
            {
                continue;
            }

            (long, int, int) own =
            (
                pools.Sum(p => p.Sum(c => c.Weight) * value.Of(p.Aggregate(SmallFleets.Space.All, (a, c) => a & c.Judged.Bits.YesSet))),
                -pools.Length,
                pools.Min(p => p.Sum(c => c.Count))
            );
            if (best is null || own.CompareTo(score) > 0)
            {
                best = [.. labels];
                score = own;
            }
        }

        return best;
    }

    private static bool KeepsPins(HostClass[] classes, int[] labels, IReadOnlyDictionary<string, string> pins)
    {
        (string Pool, int Label)[] pinned =
            [.. classes.Zip(labels).Where(p => pins.ContainsKey(p.First.Name)).Select(p => (pins[p.First.Name], p.Second))];
        return pinned.All(a => pinned.All(b => (a.Pool == b.Pool) == (a.Label == b.Label)));
    }

    private static IEnumerable<int[]> Strings(int[] labels, int place, int used)
    {
        if (place == labels.Length)
        {
            yield return labels;
            yield break;
        }

        for (int label = 0; label <= used; label++)
        {
            labels[place] = label;
            foreach (int[] whole in Strings(labels, place + 1, Math.Max(used, label + 1)))
            {
                yield return whole;
            }
        }
    }

    private static PoolProblem Problem(Random random, int most)
    {
        int count = random.Next(1, most + 1);
        FeatureSet[] sets = [.. Enumerable.Range(0, count).Select(_ => SmallFleets.Set(random, 60))];
        return new PoolProblem(
            sets, [.. sets.Select(_ => (long)random.Next(1, 6))], [.. sets.Select(_ => 1)], FeatureValue.Default(SmallFleets.Space),
            [.. sets.Select(_ => PoolProblem.Free)], 1);
    }

    private static long LossOf(PoolProblem problem, int[] labels) => new PoolState(problem, labels).Loss;
}
