using System.Collections.Immutable;

namespace NVirt.Cpu.Probe;

/// <summary>What was read from a machine, before it is decoded to a model: one record type per architecture. Immutable.</summary>
/// <remarks>Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public abstract record HostReading
{
    private protected HostReading(CpuArchitecture arch) => Arch = arch;

    /// <summary>The architecture of the machine.</summary>
    public CpuArchitecture Arch { get; }

    /// <summary>
    /// The raw data that a model can be decoded from; <see langword="null"/> if it could not be read, or the architecture has none.
    /// </summary>
    public abstract CpuData? RawData { get; }

    /// <summary>Bits of a physical address, or <see langword="null"/>; known on x86, SuperH and LoongArch.</summary>
    public int? PhysicalBits { get; init; }

    /// <summary>Bits of a virtual address, or <see langword="null"/>; known where <see cref="PhysicalBits"/> is.</summary>
    public int? VirtualBits { get; init; }

    /// <summary>Sockets of one NUMA node, cores and threads, as libvirt counts them, or <see langword="null"/>.</summary>
    public CpuTopology? Topology { get; init; }

    /// <summary>The result for each source, with the reason if it, or a part of it, could not be read.</summary>
    public ImmutableArray<ProbeSource> Sources { get; init; } = [];

    /// <summary>The names of features that the processor may or may not have, because they could not be read; in map order.</summary>
    public ImmutableArray<string> UnknownFeatures { get; init; } = [];
}

/// <summary>Identical processors of a machine.</summary>
/// <param name="Cpus">Their numbers, ascending.</param>
/// <param name="Identity">The part of the kernel's description that they share, and that distinguishes them from others.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record HostCpuGroup(ImmutableArray<int> Cpus, string Identity);
