namespace NVirt.Cpu;

/// <summary>
/// A definition whose names were resolved once, for many comparisons; made by <see cref="CpuDriverAdvanced.Resolve"/>. Immutable.
/// </summary>
public class ResolvedCpu
{
    internal ResolvedCpu(CpuDefinition definition) => Definition = definition;

    /// <summary>The definition.</summary>
    public CpuDefinition Definition { get; }
}
