namespace NVirt.Domains;

/// <summary>A domain in a list.</summary>
public sealed record DomainSummary
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The UUID.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>The number of a domain that runs; <see langword="null"/> for others, and where it is not known.</summary>
    public uint? Id { get; init; }

    /// <summary>What it is doing.</summary>
    public required DomainState State { get; init; }

    /// <summary>Why, in a word of the driver's, for example <c>migration</c>; <see langword="null"/> if there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>What is wrong with what is kept of it, and what to do, in a sentence; <see langword="null"/> if nothing is.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether its definition is kept.</summary>
    public required bool IsPersistent { get; init; }

    /// <summary>The process that runs it; <see langword="null"/> if none does.</summary>
    public int? ProcessId { get; init; }

    /// <summary>Whether it runs, paused or not. One of which nobody knows counts as running.</summary>
    public bool IsActive => State != DomainState.ShutOff;
}
