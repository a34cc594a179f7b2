using System.Collections.Immutable;

namespace NVirt.Cpu;

/// <summary>The NUMA cells of a guest (<c>cpu/numa</c>), by id.</summary>
/// <param name="Cells">The cells; a cell's place in the list is its id.</param>
/// <param name="Links">Latencies and bandwidths between cells.</param>
public sealed record CpuNuma(ImmutableArray<CpuNumaCell> Cells, ImmutableArray<CpuNumaLink> Links)
{
    /// <summary>Whether cells and links are the same, pairwise in order.</summary>
    public bool Equals(CpuNuma? other) => other is not null && Cells.SequenceEqual(other.Cells) && Links.SequenceEqual(other.Links);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Cells.Length, Links.Length);
}

/// <summary>One NUMA cell.</summary>
/// <param name="Cpus">The numbers of its virtual CPUs, ascending; may be empty.</param>
/// <param name="MemoryKiB">Its memory in KiB.</param>
public sealed record CpuNumaCell(ImmutableArray<int> Cpus, ulong MemoryKiB)
{
    /// <summary>Whether its memory is shared with other processes; <see langword="null"/> if not given.</summary>
    public bool? SharedMemory { get; init; }

    /// <summary>Whether its memory is discarded at the end; <see langword="null"/> if not given.</summary>
    public bool? Discard { get; init; }

    /// <summary>Distances to cells by id, 10 to 255, in the order of ids; empty if none was given.</summary>
    public ImmutableArray<CpuNumaDistance> Distances { get; init; } = [];

    /// <summary>Memory-side caches, by level.</summary>
    public ImmutableArray<CpuNumaCache> Caches { get; init; } = [];

    /// <summary>Whether everything about the cell is the same, lists pairwise in order.</summary>
    public bool Equals(CpuNumaCell? other) => other is not null && MemoryKiB == other.MemoryKiB && SharedMemory == other.SharedMemory
        && Discard == other.Discard && Cpus.SequenceEqual(other.Cpus) && Distances.SequenceEqual(other.Distances)
        && Caches.SequenceEqual(other.Caches);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MemoryKiB, Cpus.Length, Distances.Length, Caches.Length);
}

/// <summary>The distance from one cell to another.</summary>
/// <param name="Cell">Id of the other cell.</param>
/// <param name="Value">10 (itself) to 255.</param>
public readonly record struct CpuNumaDistance(int Cell, int Value);

/// <summary>How a memory-side cache maps addresses.</summary>
public enum CpuNumaCacheAssociativity
{
    /// <summary>Not said.</summary>
    None,
    /// <summary>Directly mapped.</summary>
    Direct,
    /// <summary>Fully associative.</summary>
    Full,
}

/// <summary>How a memory-side cache writes.</summary>
public enum CpuNumaCachePolicy
{
    /// <summary>Not said.</summary>
    None,
    /// <summary>Write-back.</summary>
    Writeback,
    /// <summary>Write-through.</summary>
    Writethrough,
}

/// <summary>A memory-side cache of a cell.</summary>
/// <param name="Level">1 to 3, unique in the cell.</param>
/// <param name="Associativity">How it maps addresses.</param>
/// <param name="Policy">How it writes.</param>
/// <param name="SizeKiB">Its size in KiB.</param>
/// <param name="LineBytes">Its line in bytes; 0 if unknown.</param>
public readonly record struct CpuNumaCache(
    int Level, CpuNumaCacheAssociativity Associativity, CpuNumaCachePolicy Policy, ulong SizeKiB, ulong LineBytes);

/// <summary>Which kind of access a link describes.</summary>
public enum CpuNumaAccess
{
    /// <summary>Reads and writes.</summary>
    Access,
    /// <summary>Reads.</summary>
    Read,
    /// <summary>Writes.</summary>
    Write,
}

/// <summary>A latency or bandwidth between two cells (<c>interconnects</c>).</summary>
/// <param name="IsBandwidth">Whether <paramref name="Value"/> is a bandwidth in KiB/s; otherwise a latency in nanoseconds.</param>
/// <param name="Initiator">Id of the cell whose CPUs access.</param>
/// <param name="Target">Id of the cell whose memory is accessed.</param>
/// <param name="Cache">Level of the target's cache; 0 for its memory.</param>
/// <param name="Access">Kind of access.</param>
/// <param name="Value">Nanoseconds, or KiB per second.</param>
public readonly record struct CpuNumaLink(bool IsBandwidth, int Initiator, int Target, int Cache, CpuNumaAccess Access, ulong Value);
