using System.Collections.Immutable;

namespace NVirt.Domains;

/// <summary>A guest that was moved.</summary>
public sealed record MigrationResult
{
    /// <summary>The domain at the destination.</summary>
    public required DomainSummary Domain { get; init; }

    /// <summary>How long all of it took.</summary>
    public required TimeSpan Total { get; init; }

    /// <summary>How long the guest stood still; <see langword="null"/> if it did not run, or that was not measured.</summary>
    public TimeSpan? Downtime { get; init; }

    /// <summary>Bytes of memory that were sent.</summary>
    public ulong SentBytes { get; init; }

    /// <summary>What did not work at the source when the guest had left already.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}
