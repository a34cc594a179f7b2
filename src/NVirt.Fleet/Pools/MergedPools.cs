using NVirt.Cpu.Map;

namespace NVirt.Fleet.Pools;

/// <summary>
/// A good division of many classes: pools are merged while that costs least, and then classes are moved and swapped while that helps
/// (fleet-rules.md 4, "Large"). Never worse than the merging alone.
/// </summary>
internal sealed class MergedPools : IPoolSolver
{
    private readonly PoolProblem _problem;
    private readonly List<(int Into, int From)> _merges = [];
    private readonly long?[] _losses;
    private readonly Dictionary<int, int[]> _divisions = [];

    public MergedPools(PoolProblem problem)
    {
        _problem = problem;
        _losses = new long?[problem.Count + 1];
        Merge();
    }

    public bool IsExact => false;

    public long? LossOf(int pools) => pools < 1 || pools > _problem.Count ? null
        : _divisions.TryGetValue(pools, out int[]? known) ? new PoolState(_problem, known).Loss : _losses[pools];

    public int SmallestOf(int pools) => new PoolState(_problem, Divide(pools, 0)).SmallestPool;

    public int[] Divide(int pools, int fewest)
    {
        if (_divisions.TryGetValue(pools, out int[]? known))
        {
            return known;
        }

        int[] owner = [.. Enumerable.Range(0, _problem.Count)];
        foreach ((int into, int from) in _merges.Take(_problem.Count - pools))
        {
            owner[from] = into;
        }

        int[] labels = new int[owner.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            int root = i;
            while (owner[root] != root)
            {
                root = owner[root];
            }

            labels[i] = root;
        }

        PoolState state = new(_problem, labels);
        state.FillSmall();
        PoolImprovement.Run(state);
        return _divisions[pools] = state.Numbered();
    }

    // Each pool knows its cheapest partner behind it; after a merge only those are asked anew whose partner it touched.
    private void Merge()
    {
        int n = _problem.Count;
        FeatureSet[] bases = [.. _problem.Sets];
        long[] weights = [.. _problem.Weights];
        long[] values = [.. bases.Select(b => _problem.ValueOf(b))];
        int[] pins = [.. _problem.Pins];
        bool[] isGone = new bool[n];
        (long Cost, int With)[] best = new (long, int)[n];
        long loss = 0;

        // Those that must be together are merged first.
        foreach (IGrouping<int, int> pool in Enumerable.Range(0, n).Where(i => pins[i] != PoolProblem.Free).GroupBy(i => pins[i]))
        {
            foreach (int other in pool.Skip(1))
            {
                loss += Cost(pool.First(), other);
                Join(pool.First(), other);
            }
        }

        int left = n - _merges.Count;
        _losses[left] = loss;
        for (int i = 0; i < n; i++)
        {
            Seek(i);
        }

        while (left > 1)
        {
            int chosen = -1;
            for (int i = 0; i < n; i++)
            {
                if (!isGone[i] && best[i].With >= 0 && (chosen < 0 || best[i].Cost < best[chosen].Cost))
                {
                    chosen = i;
                }
            }

            if (chosen < 0)
            {
                // What is left must stay apart.
                return;
            }

            (long cost, int partner) = best[chosen];
            loss += cost;
            Join(chosen, partner);
            _losses[--left] = loss;
            Seek(chosen);
            for (int i = 0; i < partner; i++)
            {
                if (isGone[i] || i == chosen)
                {
                    continue;
                }

                if (best[i].With == partner || best[i].With == chosen)
                {
                    Seek(i);
                }
                else if (i < chosen && MayJoin(i, chosen) && Cost(i, chosen) is var changed
                    && (best[i].With < 0 || changed < best[i].Cost || (changed == best[i].Cost && chosen < best[i].With)))
                {
                    best[i] = (changed, chosen);
                }
            }
        }

        void Join(int into, int from)
        {
            bases[into] &= bases[from];
            weights[into] += weights[from];
            values[into] = _problem.ValueOf(bases[into]);
            pins[into] = pins[into] == PoolProblem.Free ? pins[from] : pins[into];
            isGone[from] = true;
            _merges.Add((into, from));
        }

        void Seek(int i)
        {
            best[i] = (long.MaxValue, -1);
            for (int j = i + 1; j < n && !isGone[i]; j++)
            {
                if (!isGone[j] && MayJoin(i, j) && Cost(i, j) is var cost && cost < best[i].Cost)
                {
                    best[i] = (cost, j);
                }
            }
        }

        bool MayJoin(int i, int j) => pins[i] == PoolProblem.Free || pins[j] == PoolProblem.Free || pins[i] == pins[j];

        long Cost(int i, int j)
        {
            long together = _problem.ValueOf(bases[i] & bases[j]);
            return (weights[i] * (values[i] - together)) + (weights[j] * (values[j] - together));
        }
    }
}
