namespace NVirt.Domains.Driver;

/// <summary>How much of the host's resources a domain has, and uses.</summary>
public sealed record DomainInfo
{
    /// <summary>The summary, as in a list.</summary>
    public required DomainSummary Domain { get; init; }

    /// <summary>The maximum memory, in KiB.</summary>
    public required ulong MaximumMemoryKiB { get; init; }

    /// <summary>The current memory, in KiB, without what the guest has given back.</summary>
    public required ulong MemoryKiB { get; init; }

    /// <summary>The number of its virtual CPUs.</summary>
    public required uint Vcpus { get; init; }

    /// <summary>The host's processor time spent on it; zero if it does not run.</summary>
    public TimeSpan ProcessorTime { get; init; }
}
