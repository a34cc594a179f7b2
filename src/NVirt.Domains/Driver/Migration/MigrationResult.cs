using System.Collections.Immutable;

namespace NVirt.Domains.Driver.Migration;

/// <summary>A migrated guest.</summary>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record MigrationResult
{
    /// <summary>The domain at the destination.</summary>
    public required DomainSummary Domain { get; init; }

    /// <summary>How long the whole migration took.</summary>
    public required TimeSpan Total { get; init; }

    /// <summary>How long the guest was stopped; <see langword="null"/> if it was not running, or that was not measured.</summary>
    public TimeSpan? Downtime { get; init; }

    /// <summary>Bytes of memory that were sent.</summary>
    public ulong SentBytes { get; init; }

    /// <summary>What failed at the source after the guest had left.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}
