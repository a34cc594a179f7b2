using System.Collections.Immutable;
using NVirt.Xml;

namespace NVirt.Fleet.Pools;

/// <summary>How many pools each kind gets: kinds are independent of each other, so that is a second choice (fleet-rules.md 4).</summary>
internal sealed class PoolSplit
{
    // Splits of equal loss are compared one by one; more of them than this are not looked at.
    private const int MostSplits = 10_000;

    private readonly PoolKind[] _kinds;
    private readonly List<int> _order;

    // The least loss of the kinds from one on, with exactly so many pools.
    private readonly long?[][] _least;

    public PoolSplit(PoolKind[] kinds)
    {
        _kinds = kinds;
        _order = [.. kinds.SelectMany(k => k.Problem.Classes).OrderBy(c => c.Index).Select(c => c.Index)];
        _least = new long?[kinds.Length + 1][];
    }

    /// <summary>What all hosts are worth, each by itself.</summary>
    public long Total => _kinds.Sum(k => k.Problem.Total);

    /// <summary>The fewest pools, up to a number, with the least loss.</summary>
    public int Best(int most)
    {
        long?[] least = Least(most);
        long best = least.Min() ?? throw FleetErrors.No(Text.Of(Messages.Pools_None, most));
        return Array.FindIndex(least, l => l == best);
    }

    /// <summary>The fewest pools whose loss is at most so many percent of everything.</summary>
    public int FewestWithin(double percent, int most)
    {
        double allowed = percent / 100 * Total;
        int fewest = Array.FindIndex(Least(most), l => l <= allowed);
        return fewest >= 0 ? fewest : throw FleetErrors.No(Text.Of(Messages.Pools_None, most));
    }

    /// <summary>The loss with at most 1, 2, 3 and so on pools.</summary>
    public ImmutableArray<long?> Curve(int most)
    {
        long? best = null;
        return [.. Least(most).Skip(1).Select(l => best = l is null || l > best ? best : l)];
    }

    /// <summary>A loss that no division into at most so many pools can go below.</summary>
    /// <param name="most">The most pools.</param>
    /// <param name="usesSolutions">Whether the best division of few classes counts, which is a better bound than any other.</param>
    public long BoundOf(int most, bool usesSolutions = true)
    {
        long?[] least = new long?[most + 1];
        least[0] = 0;
        foreach (PoolKind kind in _kinds)
        {
            long?[] with = new long?[most + 1];
            for (int pools = 1; pools <= Math.Min(kind.Problem.Count, most); pools++)
            {
                long bound = usesSolutions && kind.Solver.IsExact ? kind.Solver.LossOf(pools) ?? long.MaxValue / 4
                    : kind.BoundOf(pools);
                for (int i = 0; i + pools <= most; i++)
                {
                    with[i + pools] = least[i] is { } before && !(before + bound >= with[i + pools]) ? before + bound : with[i + pools];
                }
            }

            least = with;
        }

        return least.Min() ?? 0;
    }

    /// <summary>The pool of each class, in the order of the classes, with exactly so many pools.</summary>
    public int[] Divide(int pools)
    {
        Least(pools);
        int[][] splits = [.. Splits(0, pools, []).Take(MostSplits)];
        int[] smallest = [.. splits.Select(s => _kinds.Select((k, i) => k.Solver.SmallestOf(s[i])).Min())];
        int floor = smallest.Max();
        int[]? best = null;
        foreach (int[] split in splits.Where((_, i) => smallest[i] == floor))
        {
            int[] labels = Combine(split, floor);
            best = best is null || labels.AsSpan().SequenceCompareTo(best) < 0 ? labels : best;
        }

        return best!;
    }

    private long?[] Least(int most)
    {
        if (_least[0] is { } known && known.Length > most)
        {
            return known[..(most + 1)];
        }

        long?[] behind = new long?[most + 1];
        behind[0] = 0;
        _least[_kinds.Length] = behind;
        for (int kind = _kinds.Length - 1; kind >= 0; kind--)
        {
            long?[] with = new long?[most + 1];
            for (int pools = 1; pools <= Math.Min(_kinds[kind].Problem.Count, most); pools++)
            {
                if (_kinds[kind].Solver.LossOf(pools) is not { } loss)
                {
                    continue;
                }

                for (int i = 0; i + pools <= most; i++)
                {
                    with[i + pools] = behind[i] is { } rest && !(rest + loss >= with[i + pools]) ? rest + loss : with[i + pools];
                }
            }

            _least[kind] = behind = with;
        }

        return behind;
    }

    // All ways to give the kinds their numbers with the least loss.
    private IEnumerable<int[]> Splits(int kind, int pools, ImmutableArray<int> before)
    {
        if (kind == _kinds.Length)
        {
            yield return [.. before];
            yield break;
        }

        for (int own = 1; own <= Math.Min(pools, _kinds[kind].Problem.Count); own++)
        {
            if (_kinds[kind].Solver.LossOf(own) is { } loss && _least[kind + 1][pools - own] is { } rest
                && loss + rest == _least[kind][pools])
            {
                foreach (int[] split in Splits(kind + 1, pools - own, before.Add(own)))
                {
                    yield return split;
                }
            }
        }
    }

    // Numbers run through all kinds, in the order of the classes.
    private int[] Combine(int[] split, int floor)
    {
        Dictionary<int, (int Kind, int Label)> labels = [];
        for (int kind = 0; kind < _kinds.Length; kind++)
        {
            int[] own = _kinds[kind].Solver.Divide(split[kind], floor);
            for (int i = 0; i < own.Length; i++)
            {
                labels[_kinds[kind].Problem.Classes[i].Index] = (kind, own[i]);
            }
        }

        Dictionary<(int, int), int> numbers = [];
        return [.. _order.Select(c => numbers.TryGetValue(labels[c], out int known) ? known : numbers[labels[c]] = numbers.Count)];
    }
}
