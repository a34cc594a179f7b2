namespace NVirt.Domains;

/// <summary>A domain in a list.</summary>
public sealed record DomainSummary
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The UUID.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>The number of a domain that runs; <see langword="null"/> for others.</summary>
    public uint? Id { get; init; }

    /// <summary>What it is doing.</summary>
    public required DomainState State { get; init; }

    /// <summary>Why, in a word of the driver's, for example <c>migration</c>; <see langword="null"/> if there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether its definition is kept.</summary>
    public required bool IsPersistent { get; init; }

    /// <summary>The process that runs it; <see langword="null"/> if none does.</summary>
    public int? ProcessId { get; init; }

    /// <summary>Whether it runs, paused or not.</summary>
    public bool IsActive => Id is not null;
}
