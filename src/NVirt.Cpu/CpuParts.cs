using System.Collections.Immutable;

namespace NVirt.Cpu;

/// <summary>The time stamp counter of a host (<c>counter name='tsc'</c>).</summary>
/// <param name="Frequency">Hertz.</param>
/// <param name="Scaling">Whether the processor can scale it for guests; <see langword="null"/> if unknown.</param>
public readonly record struct CpuTsc(ulong Frequency, bool? Scaling);

/// <summary>The number of each inside the next larger one; all are at least 1.</summary>
public readonly record struct CpuTopology(uint Sockets, uint Dies, uint Clusters, uint Cores, uint Threads);

/// <summary>Where a guest's cache information comes from.</summary>
public enum CpuCacheMode
{
    /// <summary>The hypervisor's own description.</summary>
    Emulate,
    /// <summary>The host's.</summary>
    Passthrough,
    /// <summary>None is given.</summary>
    Disable,
}

/// <summary><c>cache</c> of a definition.</summary>
/// <param name="Mode">Where the information comes from.</param>
/// <param name="Level">1 to 3, or <see langword="null"/> for all levels.</param>
public readonly record struct CpuCache(CpuCacheMode Mode, int? Level);

/// <summary>Where the number of physical address bits comes from.</summary>
public enum CpuMaxPhysAddrMode
{
    /// <summary>The hypervisor's default, or the given number.</summary>
    Emulate,
    /// <summary>The host's number.</summary>
    Passthrough,
}

/// <summary><c>maxphysaddr</c> of a definition.</summary>
/// <param name="Mode">Where the number comes from.</param>
/// <param name="Bits">The number of bits, or <see langword="null"/>.</param>
/// <param name="Limit">The most bits a passed-through number may have, or <see langword="null"/>.</param>
public readonly record struct CpuMaxPhysAddr(CpuMaxPhysAddrMode Mode, int? Bits, int? Limit);
