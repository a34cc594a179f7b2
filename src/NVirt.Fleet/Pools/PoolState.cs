using NVirt.Cpu.Map;

namespace NVirt.Fleet.Pools;

/// <summary>A division that is being changed. Not for use by several threads.</summary>
internal sealed class PoolState
{
    private readonly PoolProblem _problem;
    private readonly int[] _labels;
    private readonly List<Pool> _pools = [];

    // What the pool of each class would have without it.
    private readonly FeatureSet[] _without;
    private readonly long[] _valuesWithout;

    public PoolState(PoolProblem problem, int[] labels)
    {
        _problem = problem;
        _labels = [.. labels];
        _without = new FeatureSet[labels.Length];
        _valuesWithout = new long[labels.Length];
        foreach (IGrouping<int, int> members in Enumerable.Range(0, labels.Length).GroupBy(i => labels[i]))
        {
            foreach (int member in members)
            {
                _labels[member] = _pools.Count;
            }

            _pools.Add(New([.. members]));
        }
    }

    public int Count => _labels.Length;

    public IReadOnlyList<Pool> Pools => _pools;

    public long Loss => _problem.Total - _pools.Sum(p => p.Worth);

    public int SmallestPool => _pools.Min(p => p.Hosts);

    public int this[int member] => _labels[member];

    public PoolProblem Problem => _problem;

    /// <summary>Merges pools that have too few hosts with those that lose least.</summary>
    public void FillSmall()
    {
        while (_pools.Count > 1 && _pools.MinBy(p => p.Hosts)!.Hosts < _problem.MinSize)
        {
            Pool small = _pools.MinBy(p => p.Hosts)!;
            Pool? other = _pools.Where(p => p != small && MayJoin(p, small)).MinBy(p => p.Worth + small.Worth - WorthOf(p, small));
            if (other is null)
            {
                return;
            }

            Pool merged = New([.. other.Members.Concat(small.Members).Order()]);
            _pools[_pools.IndexOf(other)] = merged;
            _pools.Remove(small);
            for (int i = 0; i < _pools.Count; i++)
            {
                foreach (int member in _pools[i].Members)
                {
                    _labels[member] = i;
                }
            }
        }
    }

    /// <summary>Puts members of pools in others.</summary>
    public void Move(params ReadOnlySpan<(int Member, int Pool)> moves)
    {
        HashSet<int> changed = [];
        foreach ((int member, int pool) in moves)
        {
            changed.Add(_labels[member]);
            changed.Add(pool);
            _labels[member] = pool;
        }

        foreach (int pool in changed)
        {
            _pools[pool] = New([.. Enumerable.Range(0, Count).Where(i => _labels[i] == pool)]);
        }
    }

    /// <summary>The pool of each class, numbered in the order of their first classes.</summary>
    public int[] Numbered()
    {
        Dictionary<int, int> numbers = [];
        return [.. _labels.Select(l => numbers.TryGetValue(l, out int known) ? known : numbers[l] = numbers.Count)];
    }

    /// <summary>What the pool of a class would have without it; everything if that has no other.</summary>
    public ref readonly FeatureSet Without(int member) => ref _without[member];

    /// <summary>What that is worth.</summary>
    public long ValueWithout(int member) => _valuesWithout[member];

    private Pool New(int[] members)
    {
        FeatureSet front = ~default(FeatureSet);
        foreach (int member in members)
        {
            _without[member] = front;
            front &= _problem.Sets[member];
        }

        FeatureSet behind = ~default(FeatureSet);
        for (int i = members.Length - 1; i >= 0; i--)
        {
            int member = members[i];
            _without[member] &= behind;
            behind &= _problem.Sets[member];
            _valuesWithout[member] = members.Length == 1 ? 0 : _problem.ValueOf(_without[member]);
        }

        return new Pool(
            members, members.Sum(m => _problem.Hosts[m]), members.Sum(m => _problem.Weights[m]), front, _problem.ValueOf(front));
    }

    private bool MayJoin(Pool a, Pool b) => a.Members.Concat(b.Members).Select(m => _problem.Pins[m])
        .Where(p => p != PoolProblem.Free).Distinct().Count() <= 1;

    private long WorthOf(Pool a, Pool b) => (a.Weight + b.Weight) * _problem.ValueOf(a.Base & b.Base);

    /// <summary>One pool.</summary>
    internal sealed class Pool(int[] members, int hosts, long weight, FeatureSet common, long value)
    {
        public int[] Members => members;

        public int Hosts => hosts;

        public long Weight => weight;

        public FeatureSet Base => common;

        public long Value => value;

        public long Worth { get; } = weight * value;
    }
}
