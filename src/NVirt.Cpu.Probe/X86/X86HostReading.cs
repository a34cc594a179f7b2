using System.Collections.Immutable;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;
using NVirt.Cpu.X86.Evidence;

namespace NVirt.Cpu.Probe.X86;

/// <summary>What was read from an x86 machine. Immutable.</summary>
/// <remarks>Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record X86HostReading : HostReading
{
    /// <summary>A reading with only <see cref="Data"/>.</summary>
    public X86HostReading()
        : base(CpuArchitecture.X86_64)
    {
    }

    /// <inheritdoc/>
    public override CpuData RawData => Data;

    /// <summary>CPUID and MSRs of the processor <see cref="Cpu"/>.</summary>
    public required X86CpuData Data { get; init; }

    /// <summary>The number of the processor that was read, or <see langword="null"/> where threads cannot be bound to one.</summary>
    public int? Cpu { get; init; }

    /// <summary>The MSRs of the CPU map, and the source of each value; those with a value are in <see cref="Data"/>.</summary>
    public ImmutableArray<X86MsrReading> Msrs { get; init; } = [];

    /// <summary>Microcode revision; 0 if unknown.</summary>
    public uint Microcode { get; init; }

    /// <summary>Time stamp counter, if it is invariant and KVM could be asked; otherwise <see langword="null"/>.</summary>
    public CpuTsc? Tsc { get; init; }

    /// <summary>Whether all processors that this process may use are identical.</summary>
    public X86HybridReport Hybrid { get; init; } = new([]);

    /// <summary>
    /// How the kernel's view of the processor differs from the CPUID instruction's; <see langword="null"/> if the kernel's could not be
    /// read.
    /// </summary>
    public X86KernelView? KernelView { get; init; }

    internal X86Coverage Coverage { get; init; } = X86Coverage.Complete;

    internal FeatureSet Unknown { get; init; }
}
