namespace NVirt.Fleet.Pools;

/// <summary>A loss that no division into at most so many pools can go below (fleet-rules.md 4, "Bound").</summary>
internal sealed class PoolBound
{
    private readonly long[] _alone;
    private readonly long[,] _pairs;
    private readonly int _count;

    public PoolBound(PoolProblem problem)
    {
        int n = _count = problem.Count;
        _pairs = new long[n, n];
        _alone = new long[n];
        long[] values = [.. problem.Sets.Select(s => problem.ValueOf(s))];
        Array.Fill(_alone, n > 1 ? long.MaxValue : 0);
        for (int i = 0; i < n; i++)
        {
            for (int j = i + 1; j < n; j++)
            {
                long together = problem.ValueOf(problem.Sets[i] & problem.Sets[j]);
                long mine = problem.Weights[i] * (values[i] - together);
                long others = problem.Weights[j] * (values[j] - together);
                _pairs[i, j] = _pairs[j, i] = mine + others;
                _alone[i] = Math.Min(_alone[i], mine);
                _alone[j] = Math.Min(_alone[j], others);
            }
        }

        Array.Sort(_alone);
    }

    /// <summary>The greater of both bounds.</summary>
    public long Of(int pools) => pools >= _count ? 0 : Math.Max(ByClasses(pools), ByGroups(pools));

    // So many classes at least are not alone in their pool.
    private long ByClasses(int pools) => _alone.Take(_count - pools + 1).Sum();

    // Of one class more than there are pools two share a pool. Disjoint groups add up.
    private long ByGroups(int pools)
    {
        bool[] isUsed = new bool[_count];
        long[] nearest = new long[_count];
        long sum = 0;
        for (int left = _count; left > pools; left -= pools + 1)
        {
            (int first, int second) = Farthest(isUsed);
            long smallest = _pairs[first, second];
            Take(first);
            Take(second);
            for (int size = 2; size <= pools; size++)
            {
                int next = -1;
                for (int i = 0; i < _count; i++)
                {
                    if (!isUsed[i] && (next < 0 || nearest[i] > nearest[next]))
                    {
                        next = i;
                    }
                }

                smallest = Math.Min(smallest, nearest[next]);
                Take(next);
            }

            sum += smallest;
            Array.Clear(nearest);

            void Take(int member)
            {
                bool isFirst = member == first;
                isUsed[member] = true;
                for (int i = 0; i < _count; i++)
                {
                    nearest[i] = isFirst ? _pairs[i, member] : Math.Min(nearest[i], _pairs[i, member]);
                }
            }
        }

        return sum;
    }

    private (int First, int Second) Farthest(bool[] isUsed)
    {
        (int First, int Second) best = (-1, -1);
        for (int i = 0; i < _count; i++)
        {
            for (int j = i + 1; j < _count && !isUsed[i]; j++)
            {
                if (!isUsed[j] && (best.First < 0 || _pairs[i, j] > _pairs[best.First, best.Second]))
                {
                    best = (i, j);
                }
            }
        }

        return best;
    }
}
