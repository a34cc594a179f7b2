using System.Collections.Immutable;
using NVirt.Platforms;

namespace NVirt.Fleet.Inventories;

/// <summary>What is known of a host besides its processor. Immutable.</summary>
public sealed record HostDetails
{
    /// <summary>Nothing.</summary>
    public static HostDetails None { get; } = new();

    /// <summary>How much it counts: 1, or what the inventory says, such as its cores.</summary>
    public long Weight { get; init; } = 1;

    /// <summary>The memory for guests in MiB; <see langword="null"/> if it is not told.</summary>
    public long? MemoryMiB { get; init; }

    /// <summary>The files that were read.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>When the newest of them was made, in UTC; <see langword="null"/> if nothing says it.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Whether <see cref="Time"/> is only that of the file, for want of better.</summary>
    public bool IsFileTime { get; init; }

    /// <summary>Whether it is older than was allowed.</summary>
    public bool IsStale { get; init; }

    /// <summary>Why nothing could be read; <see langword="null"/> if something was.</summary>
    public string? Problem { get; init; }

    /// <summary>The version of the microcode; <see langword="null"/> if it is not told.</summary>
    public uint? Microcode { get; init; }

    /// <summary>What it runs.</summary>
    public FleetVersions Versions { get; init; } = FleetVersions.None;

    /// <summary>What the inventory calls it besides: site, rack, cluster.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Everything that was read of it, the best truth first.</summary>
    public ImmutableArray<CpuStatement> Statements { get; init; } = [];

    /// <summary>
    /// Statements in the order in which they decide: what the hypervisor gives, then what the kernel left, then what the processor has
    /// (fleet-rules.md 2).
    /// </summary>
    public static IEnumerable<CpuStatement> BestFirst(IEnumerable<CpuStatement> statements) => statements.OrderBy(s => s.Truth switch
    {
        StatementTruth.Hypervisor => 0,
        StatementTruth.Kernel => 1,
        StatementTruth.Physical => 2,
        _ => 3,
    });
}
