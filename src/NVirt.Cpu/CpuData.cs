namespace NVirt.Cpu;

/// <summary>Raw data of a processor, as one architecture's driver reads it. Immutable.</summary>
public abstract class CpuData
{
    private protected CpuData(CpuArchitecture arch) => Arch = arch;

    /// <summary>The architecture whose driver understands the data.</summary>
    public CpuArchitecture Arch { get; }

    /// <summary>
    /// Whether the data is the same (cpu-core.md 2, "identity"): same architecture, same number of items, each item of one found
    /// unchanged in the other.
    /// </summary>
    public abstract bool IsIdenticalTo(CpuData other);
}
