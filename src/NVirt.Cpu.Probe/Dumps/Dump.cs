using NVirt.Cpu.X86.Evidence;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>What a dump contains, before any conclusions are drawn.</summary>
/// <param name="Form">The format, which decides what a missing value means.</param>
/// <param name="Cpus">Its processors, in their order; at least one.</param>
internal sealed record Dump(DumpForm Form, IReadOnlyList<DumpedCpu> Cpus);

/// <summary>One processor of a dump.</summary>
/// <param name="Arch">Its architecture, which every format gives.</param>
/// <param name="Data">Its raw data; <see langword="null"/> if the format gives only the architecture.</param>
public sealed record DumpedCpu(CpuArchitecture Arch, CpuData? Data)
{
    /// <summary>A processor of an x86 machine.</summary>
    public DumpedCpu(X86Reading reading)
        : this(CpuArchitecture.X86_64, reading.Data) => Coverage = reading.Coverage;

    /// <summary>Its number, if the dump gives one; otherwise <see langword="null"/>.</summary>
    public int? Number { get; init; }

    /// <summary>The line where it begins, from 1; 0 in formats without lines.</summary>
    public int Line { get; init; }

    /// <summary>Which facts the dump can show; meaningful for x86 only.</summary>
    public X86Coverage Coverage { get; init; } = X86Coverage.Complete;
}
