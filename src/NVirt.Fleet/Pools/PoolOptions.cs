using NVirt.Fleet.Baselines;
using NVirt.Platforms;

namespace NVirt.Fleet.Pools;

/// <summary>What is asked of a division into pools (fleet-rules.md 4). Immutable.</summary>
public sealed record PoolOptions
{
    /// <summary>The most pools.</summary>
    public int Max { get; init; } = 1;

    /// <summary>
    /// The greatest loss, in percent of what all hosts are worth: then the fewest pools, up to <see cref="Max"/>, that keep to it.
    /// </summary>
    public double? LossPercent { get; init; }

    /// <summary>What features are worth; <see langword="null"/> for <see cref="FeatureValue.Default"/>.</summary>
    public Func<FeatureSpace, FeatureValue>? Value { get; init; }

    /// <summary>Features that every pool must have, by name.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>Hosts with the name of the pool that they must be in.</summary>
    public IReadOnlyDictionary<string, string> Pins { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The fewest hosts of a pool.</summary>
    public int MinSize { get; init; } = 1;
}
