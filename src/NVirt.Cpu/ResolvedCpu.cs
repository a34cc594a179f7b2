namespace NVirt.Cpu;

/// <summary>
/// A definition whose names were looked up once, for comparing it many times; made by <see cref="CpuDriver.Resolve"/>. Immutable.
/// </summary>
public class ResolvedCpu
{
    internal ResolvedCpu(CpuDefinition definition) => Definition = definition;

    /// <summary>The definition.</summary>
    public CpuDefinition Definition { get; }
}
