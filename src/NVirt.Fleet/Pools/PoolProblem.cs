using NVirt.Cpu.Map;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Inventories;

namespace NVirt.Fleet.Pools;

/// <summary>The classes of one kind of processors, in the order of their first hosts' names, that are to be divided.</summary>
internal sealed class PoolProblem
{
    /// <summary>No pool is asked for.</summary>
    public const int Free = -1;

    private readonly FeatureValue _value;

    public PoolProblem(IReadOnlyList<HostClass> classes, FeatureValue value, IReadOnlyList<int> pins, int minSize)
        : this(
            [.. classes.Select(c => c.Judged.Bits.YesSet)], [.. classes.Select(c => c.Weight)], [.. classes.Select(c => c.Count)], value,
            pins, minSize) => Classes = classes;

    /// <summary>The same without the classes themselves.</summary>
    internal PoolProblem(
        FeatureSet[] sets, long[] weights, int[] hosts, FeatureValue value, IReadOnlyList<int> pins, int minSize)
    {
        Sets = sets;
        Weights = weights;
        Hosts = hosts;
        _value = value;
        Pins = [.. pins];
        MinSize = minSize;
        for (int i = 0; i < sets.Length; i++)
        {
            Total += weights[i] * value.Of(sets[i]);
        }
    }

    public IReadOnlyList<HostClass> Classes { get; } = [];

    public FeatureSet[] Sets { get; }

    public long[] Weights { get; }

    public int[] Hosts { get; }

    /// <summary>The number of the pool that each class must be in, or <see cref="Free"/>.</summary>
    public int[] Pins { get; }

    public int MinSize { get; }

    public int Count => Sets.Length;

    /// <summary>What all hosts are worth, each by itself.</summary>
    public long Total { get; }

    public long ValueOf(in FeatureSet set) => _value.Of(set);
}
