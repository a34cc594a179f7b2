using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.Domains.Capabilities.Hosts;

/// <summary>A NUMA cell of a machine: memory, and the processors close to it.</summary>
/// <param name="Id">Its number; there may be gaps.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record HostCell(int Id)
{
    /// <summary>Its memory in KiB, or <see langword="null"/> if it has none or that is unknown.</summary>
    public ulong? MemoryKiB { get; init; }

    /// <summary>How many pages of each size it has, by size. The rest of the memory is in pages of the smallest size.</summary>
    public ImmutableArray<HostPages> Pages { get; init; } = [];

    /// <summary>Distances to cells by id, itself included; empty if unknown.</summary>
    public ImmutableArray<CpuNumaDistance> Distances { get; init; } = [];

    /// <summary>Its processors that are online, by number.</summary>
    public ImmutableArray<HostProcessor> Cpus { get; init; } = [];
}

/// <summary>How many pages of a size there are.</summary>
/// <param name="SizeKiB">The size in KiB.</param>
/// <param name="Count">How many, in use or not.</param>
/// <remarks>The default is no pages, of no size.</remarks>
public readonly record struct HostPages(ulong SizeKiB, ulong Count);

/// <summary>A logical processor and its position in the machine; unknown parts are <see langword="null"/>.</summary>
/// <param name="Id">Its number.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record HostProcessor(int Id)
{
    /// <summary>The number of its socket.</summary>
    public int? SocketId { get; init; }

    /// <summary>The number of its die.</summary>
    public int? DieId { get; init; }

    /// <summary>The number of its cluster.</summary>
    public int? ClusterId { get; init; }

    /// <summary>The number of its core.</summary>
    public int? CoreId { get; init; }

    /// <summary>The processors of the same core, itself included, ascending; empty if unknown.</summary>
    public ImmutableArray<int> Siblings { get; init; } = [];
}
