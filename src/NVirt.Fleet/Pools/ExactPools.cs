using System.Diagnostics;
using System.Numerics;
using NVirt.Cpu.Map;

namespace NVirt.Fleet.Pools;

/// <summary>
/// The best division of at most 16 classes, over all subsets (fleet-rules.md 4, "Exact"). Ties go to the larger smallest pool, then to the
/// smallest string of pool numbers.
/// </summary>
internal sealed class ExactPools : IPoolSolver
{
    /// <summary>The most classes.</summary>
    public const int MostClasses = 16;

    private const long Never = -1;

    private readonly PoolProblem _problem;
    private readonly long[] _worth;
    private readonly int[] _hosts;
    private readonly int _all;
    private readonly List<(long[] Best, int[] Smallest)> _layers = [];

    public ExactPools(PoolProblem problem)
    {
        _problem = problem;
        _all = (1 << problem.Count) - 1;
        _worth = new long[_all + 1];
        _hosts = new int[_all + 1];
        Prepare();
        _layers.Add((_worth, [.. _worth.Select((w, set) => w < 0 ? 0 : _hosts[set])]));
    }

    public bool IsExact => true;

    public long? LossOf(int pools) => pools < 1 || pools > _problem.Count ? null
        : Layer(pools).Best[_all] is >= 0 and var best ? _problem.Total - best : null;

    public int SmallestOf(int pools) => Layer(pools).Smallest[_all];

    public int[] Divide(int pools, int fewest)
    {
        int[] labels = new int[_problem.Count];
        List<int> blocks = [];
        for (int i = 0; i < labels.Length; i++)
        {
            int rest = _all & ~((1 << (i + 1)) - 1);
            for (int label = 0; ; label++)
            {
                List<int> tried = [.. blocks];
                if (label == tried.Count)
                {
                    tried.Add(0);
                }

                tried[label] |= 1 << i;
                if (tried.Count <= pools && new Completion(this, tried, rest, fewest).Can(_all, pools, 0))
                {
                    blocks = tried;
                    labels[i] = label;
                    break;
                }

                if (label > blocks.Count)
                {
                    throw new UnreachableException();
                }
            }
        }

        return labels;
    }

    // What each subset is worth as a pool; never if it breaks what was asked.
    private void Prepare()
    {
        FeatureSet[] bases = new FeatureSet[_all + 1];
        long[] weights = new long[_all + 1];
        Dictionary<int, int> pinned = [];
        for (int i = 0; i < _problem.Count; i++)
        {
            if (_problem.Pins[i] != PoolProblem.Free)
            {
                pinned[_problem.Pins[i]] = pinned.GetValueOrDefault(_problem.Pins[i]) | (1 << i);
            }
        }

        _worth[0] = Never;
        for (int set = 1; set <= _all; set++)
        {
            int low = BitOperations.TrailingZeroCount(set);
            int rest = set & (set - 1);
            bases[set] = rest == 0 ? _problem.Sets[low] : bases[rest] & _problem.Sets[low];
            weights[set] = weights[rest] + _problem.Weights[low];
            _hosts[set] = _hosts[rest] + _problem.Hosts[low];
            _worth[set] = _hosts[set] >= _problem.MinSize && KeepsPins(set, pinned)
                ? weights[set] * _problem.ValueOf(bases[set]) : Never;
        }
    }

    // Those of one pool are together, and nobody of another with them.
    private static bool KeepsPins(int set, Dictionary<int, int> pinned)
    {
        int pools = 0;
        foreach (int members in pinned.Values)
        {
            if ((set & members) != 0)
            {
                pools++;
                if ((set & members) != members)
                {
                    return false;
                }
            }
        }

        return pools <= 1;
    }

    private (long[] Best, int[] Smallest) Layer(int pools)
    {
        while (_layers.Count < pools)
        {
            _layers.Add(Next(_layers[^1].Best, _layers[^1].Smallest));
        }

        return _layers[pools - 1];
    }

    private (long[] Best, int[] Smallest) Next(long[] before, int[] smallestBefore)
    {
        long[] best = new long[_all + 1];
        int[] smallest = new int[_all + 1];
        best[0] = Never;
        Parallel.For(1, _all + 1, set =>
        {
            // One pool has the lowest class: any part of the others may be with it.
            int low = set & -set;
            int others = set ^ low;
            long most = Never;
            int size = 0;
            for (int part = (others - 1) & others; others != 0; part = (part - 1) & others)
            {
                int pool = part | low;
                int rest = set ^ pool;
                if (_worth[pool] >= 0 && before[rest] >= 0 && _worth[pool] + before[rest] is var worth && worth >= most)
                {
                    int least = Math.Min(_hosts[pool], smallestBefore[rest]);
                    size = worth > most ? least : Math.Max(size, least);
                    most = worth;
                }

                if (part == 0)
                {
                    break;
                }
            }

            best[set] = most;
            smallest[set] = size;
        });
        return (best, smallest);
    }

    /// <summary>Whether pools that are begun can be completed to a division of the same value.</summary>
    private sealed class Completion(ExactPools owner, List<int> blocks, int free, int fewest)
    {
        private readonly HashSet<(int Set, int Block)> _failed = [];

        public bool Can(int set, int pools, int block)
        {
            if (block == blocks.Count)
            {
                return set == 0 ? pools == 0 : pools > 0 && owner.Layer(pools) is var layer && layer.Best[set] >= 0
                    && layer.Smallest[set] >= fewest;
            }

            if (pools == 0 || _failed.Contains((set, block)))
            {
                return false;
            }

            int others = set & free;
            for (int part = others; ; part = (part - 1) & others)
            {
                int pool = blocks[block] | part;
                int rest = set & ~pool;
                if (owner._worth[pool] >= 0 && owner._hosts[pool] >= fewest && IsBest(set, pool, rest, pools)
                    && Can(rest, pools - 1, block + 1))
                {
                    return true;
                }

                if (part == 0)
                {
                    break;
                }
            }

            _failed.Add((set, block));
            return false;
        }

        private bool IsBest(int set, int pool, int rest, int pools) => rest == 0
            ? pools == 1 && owner._worth[pool] == owner._layers[0].Best[set]
            : pools > 1 && owner.Layer(pools - 1).Best[rest] is >= 0 and var other
                && owner._worth[pool] + other == owner.Layer(pools).Best[set];
    }
}
