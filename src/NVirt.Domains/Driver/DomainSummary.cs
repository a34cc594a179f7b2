namespace NVirt.Domains.Driver;

/// <summary>A domain in a list.</summary>
public sealed record DomainSummary
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The UUID.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>The number of a running domain; <see langword="null"/> for others, and where it is not known.</summary>
    public uint? Id { get; init; }

    /// <summary>What it is doing.</summary>
    public required DomainState State { get; init; }

    /// <summary>Why.</summary>
    public DomainStateReason Reason { get; init; }

    /// <summary>What is wrong with its saved files and what to do, as a sentence; <see langword="null"/> if nothing is.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether it has a saved definition.</summary>
    public required bool IsPersistent { get; init; }

    /// <summary>Whether it runs with something other than its current definition.</summary>
    public bool IsUpdated { get; init; }

    /// <summary>Whether it is marked to be started with the host.</summary>
    public bool IsAutostart { get; init; }

    /// <summary>The process that runs it; <see langword="null"/> if none does.</summary>
    public int? ProcessId { get; init; }

    /// <summary>Whether it runs, paused or not. A domain in an unknown state counts as running.</summary>
    public bool IsActive => State != DomainState.ShutOff;
}
