using System.Collections.Immutable;

namespace NVirt.Platforms;

/// <summary>The state that XSAVE keeps (CPUID leaf 0DH). Immutable; two that say the same are equal.</summary>
public sealed class StatementXsave : IEquatable<StatementXsave>
{
    /// <summary>The components that XCR0 can turn on, a bit for each.</summary>
    public required ulong User { get; init; }

    /// <summary>The components that IA32_XSS can turn on, a bit for each; <see langword="null"/> if it is not known.</summary>
    public ulong? Supervisor { get; init; }

    /// <summary>The size of the area for everything that XCR0 can turn on, in bytes; <see langword="null"/> if it is not known.</summary>
    public uint? Size { get; init; }

    /// <summary>Where components are, by their numbers; of others it is not known.</summary>
    public ImmutableArray<StatementXsavePlace> Places { get; init; } = [];

    /// <summary>Whether there is a component; <see langword="null"/> if it is not known.</summary>
    /// <param name="component">Its number, 0 to 63.</param>
    public bool? Has(int component) =>
        (User >> component & 1) != 0 ? true : Supervisor is { } supervisor ? (supervisor >> component & 1) != 0
        : IsSupervisors(component) ? null : false;

    /// <summary>Where a component is; <see langword="null"/> if there is none, or it is not known.</summary>
    /// <param name="component">Its number.</param>
    public StatementXsavePlace? Find(int component)
    {
        foreach (StatementXsavePlace place in Places)
        {
            if (place.Component == component)
            {
                return place;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public bool Equals(StatementXsave? other) => other is not null && User == other.User && Supervisor == other.Supervisor
        && Size == other.Size && Places.AsSpan().SequenceEqual(other.Places.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StatementXsave);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(User);
        hash.Add(Supervisor);
        hash.Add(Size);
        foreach (StatementXsavePlace place in Places)
        {
            hash.Add(place);
        }

        return hash.ToHashCode();
    }

    // Processor trace, the two of control-flow enforcement and others are of IA32_XSS, so that XCR0 says nothing of them.
    private static bool IsSupervisors(int component) => component is 8 or >= 10 and <= 16;
}

/// <summary>Where a component of the state that XSAVE keeps is.</summary>
/// <param name="Component">Its number.</param>
/// <param name="Offset">Where it begins in the standard form, in bytes; 0 for those of IA32_XSS, which have no place there.</param>
/// <param name="Size">Its size in bytes.</param>
public readonly record struct StatementXsavePlace(int Component, uint Offset, uint Size);
