using System.Collections.Immutable;

namespace NVirt.Platforms;

/// <summary>What a comparison of a guest with a host comes to.</summary>
public enum StatementVerdict
{
    /// <summary>The host has exactly what the guest wants.</summary>
    Identical,
    /// <summary>The host has more.</summary>
    Superset,
    /// <summary>The guest cannot run there, whatever is unknown.</summary>
    Incompatible,
    /// <summary>What the host's source does not say decides.</summary>
    Undecided,
}

/// <summary>A guest compared with a host. Immutable.</summary>
/// <param name="Verdict">The answer.</param>
/// <param name="Missing">What the guest wants and the host lacks, by name.</param>
/// <param name="Unknown">What decides and is not known of the host, by name.</param>
/// <param name="Forbidden">What the host has and the guest does not take, by name.</param>
public sealed record StatementComparison(
    StatementVerdict Verdict, ImmutableArray<string> Missing, ImmutableArray<string> Unknown, ImmutableArray<string> Forbidden)
{
    /// <summary>Whether architecture or vendor differ, so that features do not matter.</summary>
    public bool IsOtherProcessor { get; internal init; }

    /// <summary>
    /// Compares by what is known: one definite no makes the guest incompatible, and then something unknown that it wants makes the
    /// answer undecided.
    /// </summary>
    /// <param name="host">The host.</param>
    /// <param name="guest">The guest; features that it forces, disables or leaves optional do not matter.</param>
    public static StatementComparison Of(CpuStatement host, CpuStatement guest)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(guest);
        return StatementDemand.Of(guest).CompareWith(host);
    }
}
