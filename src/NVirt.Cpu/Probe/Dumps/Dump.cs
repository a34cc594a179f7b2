namespace NVirt.Cpu.Probe.Dumps;

/// <summary>What a dump holds, before anything is concluded from it.</summary>
/// <param name="Form">The form that it was written in, which says what silence means.</param>
/// <param name="Cpus">The processors that it tells of, in its order; at least one.</param>
internal sealed record Dump(DumpForm Form, IReadOnlyList<DumpedCpu> Cpus);

/// <summary>One processor of a dump.</summary>
/// <param name="Arch">Its architecture, which every form tells.</param>
/// <param name="Data">Its raw data; <see langword="null"/> where the form tells the architecture only.</param>
internal sealed record DumpedCpu(CpuArchitecture Arch, CpuData? Data)
{
    /// <summary>A processor of an x86 machine.</summary>
    public DumpedCpu(X86Reading reading)
        : this(CpuArchitecture.X86_64, reading.Data) => Coverage = reading.Coverage;

    /// <summary>Its number, where the dump gives one; otherwise <see langword="null"/>.</summary>
    public int? Number { get; init; }

    /// <summary>The line where it begins, from 1; 0 in forms without lines.</summary>
    public int Line { get; init; }

    /// <summary>What the dump can tell of it; meaningful for x86 only.</summary>
    public X86Coverage Coverage { get; init; } = X86Coverage.Complete;
}
