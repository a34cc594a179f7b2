using System.Collections.Immutable;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe;

/// <summary>Everything that was read of a machine, before it is decoded to a model. Immutable.</summary>
public sealed record X86HostReading
{
    /// <summary>CPUID and MSRs of the processor <see cref="Cpu"/>.</summary>
    public required X86CpuData Data { get; init; }

    /// <summary>The number of the processor that was read, or <see langword="null"/> where threads can not be bound to one.</summary>
    public int? Cpu { get; init; }

    /// <summary>The MSRs of the CPU map, and where the value of each comes from; those with a value are in <see cref="Data"/>.</summary>
    public ImmutableArray<X86MsrReading> Msrs { get; init; } = [];

    /// <summary>Microcode revision; 0 if unknown.</summary>
    public uint Microcode { get; init; }

    /// <summary>Time stamp counter, if it is invariant and KVM could be asked; otherwise <see langword="null"/>.</summary>
    public CpuTsc? Tsc { get; init; }

    /// <summary>Bits of a physical address, or <see langword="null"/>.</summary>
    public int? PhysicalBits { get; init; }

    /// <summary>Bits of a virtual address, or <see langword="null"/>.</summary>
    public int? VirtualBits { get; init; }

    /// <summary>Sockets of one NUMA node, cores and threads, as libvirt counts them, or <see langword="null"/>.</summary>
    public CpuTopology? Topology { get; init; }

    /// <summary>Whether all processors that this process may use are alike.</summary>
    public X86HybridReport Hybrid { get; init; } = new([]);

    /// <summary>What became of each source, with the reason if it could not be read.</summary>
    public ImmutableArray<ProbeSource> Sources { get; init; } = [];

    /// <summary>The names of features that the processor may have or not, because they could not be read; in the map's order.</summary>
    public ImmutableArray<string> UnknownFeatures { get; init; } = [];

    internal X86Coverage Coverage { get; init; } = X86Coverage.Complete;

    internal FeatureSet Unknown { get; init; }
}
