using System.Collections;
using System.Runtime.CompilerServices;
using NVirt.Xml;

namespace NVirt.Cpu;

/// <summary>
/// An immutable list of features in document order, safe for use by several threads. Equality is pairwise, in order; properties with
/// a list default to <see cref="Empty"/>.
/// </summary>
[CollectionBuilder(typeof(CpuFeatureList), nameof(Create))]
public sealed class CpuFeatureList : IReadOnlyList<CpuFeature>, IEquatable<CpuFeatureList>
{
    private readonly CpuFeature[] _items;

    /// <summary>A list of features.</summary>
    /// <param name="items">The features, in order. The list keeps the array, which must not be changed any more.</param>
    public CpuFeatureList(CpuFeature[] items) => _items = items;

    /// <summary>The list without features.</summary>
    public static CpuFeatureList Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public CpuFeature this[int index] => _items[index];

    /// <summary>A list of the given features.</summary>
    /// <exception cref="ArgumentException">A name is empty or occurs twice.</exception>
    public static CpuFeatureList Create(params ReadOnlySpan<CpuFeature> features)
    {
        HashSet<string> seen = new(features.Length, StringComparer.Ordinal);
        foreach (CpuFeature feature in features)
        {
            ArgumentException.ThrowIfNullOrEmpty(feature.Name, nameof(features));
            if (!seen.Add(feature.Name))
            {
                throw new ArgumentException(Text.Of(Messages.FeatureTwice, feature.Name), nameof(features));
            }
        }

        return features.IsEmpty ? Empty : new CpuFeatureList(features.ToArray());
    }

    /// <summary>The features without copying.</summary>
    public ReadOnlySpan<CpuFeature> AsSpan() => _items;

    /// <summary>The position of a feature, or -1. Case matters.</summary>
    public int IndexOf(string name)
    {
        for (int i = 0; i < _items.Length; i++)
        {
            if (string.Equals(_items[i].Name, name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The position of the first feature that meets the condition, or -1.</summary>
    internal int IndexOf(Predicate<CpuFeature> condition) => Array.FindIndex(_items, condition);

    /// <summary>Whether the list names the feature, with any policy.</summary>
    public bool Contains(string name) => IndexOf(name) >= 0;

    /// <summary>The features that <paramref name="keep"/> accepts, in the same order.</summary>
    public CpuFeatureList Where(Predicate<CpuFeature> keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        return Array.TrueForAll(_items, keep) ? this : new CpuFeatureList(Array.FindAll(_items, keep));
    }

    /// <summary>Whether any feature meets the condition.</summary>
    public bool Exists(Predicate<CpuFeature> condition) => Array.Exists(_items, condition);

    /// <summary>Adjusts policies to the type: none for hosts, at least <see cref="CpuPolicy.Require"/> for guests.</summary>
    internal CpuFeatureList ForType(CpuType type) =>
        new(Array.ConvertAll(_items, f => f with { Policy = type == CpuType.Host ? null : f.Policy ?? CpuPolicy.Require }));

    /// <inheritdoc/>
    public bool Equals(CpuFeatureList? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CpuFeatureList);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (CpuFeature feature in _items)
        {
            hash.Add(feature);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<CpuFeature> GetEnumerator() => ((IEnumerable<CpuFeature>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', _items);
}
