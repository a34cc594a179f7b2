namespace NVirt.Cpu;

/// <summary>
/// Raw data of a processor, as one architecture's driver reads it. Immutable, and safe for use by several threads; equal where it is
/// identical (<see cref="IsIdenticalTo"/>).
/// </summary>
public abstract class CpuData : IEquatable<CpuData>
{
    private protected CpuData(CpuArchitecture arch) => Arch = arch;

    /// <summary>The architecture whose driver understands the data.</summary>
    public CpuArchitecture Arch { get; }

    /// <summary>
    /// Whether the data is the same (cpu-rules.md 2, "identity"): same architecture, same number of items, each item of one found
    /// unchanged in the other.
    /// </summary>
    public abstract bool IsIdenticalTo(CpuData other);

    /// <summary>Whether the data is the same; the same as <see cref="IsIdenticalTo"/>.</summary>
    public bool Equals(CpuData? other) => other is not null && IsIdenticalTo(other);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => obj is CpuData other && IsIdenticalTo(other);

    /// <inheritdoc/>
    public abstract override int GetHashCode();

    /// <summary>
    /// The data on one line: the processor as its registers name it, and how much there is. For people, not for programs.
    /// </summary>
    public abstract override string ToString();

    /// <summary>Whether two are equal.</summary>
    public static bool operator ==(CpuData? left, CpuData? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two are not equal.</summary>
    public static bool operator !=(CpuData? left, CpuData? right) => !(left == right);
}
