using System.Collections.Immutable;

namespace NVirt.Platforms;

/// <summary>A set of names, in ordinal order. Immutable; two with the same names are equal.</summary>
public sealed class StatementNames : IEquatable<StatementNames>
{
    /// <summary>The set of some names.</summary>
    /// <param name="names">The names, in any order.</param>
    public StatementNames(params IEnumerable<string> names) => Names = [.. names.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The names.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Whether a name is in the set.</summary>
    public bool Has(string name) => Names.BinarySearch(name, StringComparer.Ordinal) >= 0;

    /// <summary>The names that another set lacks.</summary>
    public IEnumerable<string> Without(StatementNames other) => Names.Where(n => !other.Has(n));

    /// <inheritdoc/>
    public bool Equals(StatementNames? other) => other is not null && Names.AsSpan().SequenceEqual(other.Names.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StatementNames);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (string name in Names)
        {
            hash.Add(name, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Names);
}
