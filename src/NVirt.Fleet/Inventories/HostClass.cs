using NVirt.Cpu;
using NVirt.Platforms;

namespace NVirt.Fleet.Inventories;

/// <summary>Hosts that no question can tell apart (fleet-rules.md 1). Immutable once the inventory is built.</summary>
public sealed class HostClass
{
    internal HostClass(CpuStatement judged, CpuStatement? physical, bool isUnreachable)
    {
        Judged = judged;
        Physical = physical;
        IsUnreachable = isUnreachable;
    }

    /// <summary>Its place among the inventory's classes, which are in the order of their first hosts' names.</summary>
    public int Index { get; internal set; }

    /// <summary>What the hosts can give, by the best truth that there is of them: hypervisor, then kernel, then processor.</summary>
    public CpuStatement Judged { get; }

    /// <summary>What the processor has, where <see cref="Judged"/> is another truth and both are known.</summary>
    public CpuStatement? Physical { get; }

    /// <summary>Whether nothing of the hosts could be read: they stay in, and whatever depends on them is undecided.</summary>
    public bool IsUnreachable { get; }

    /// <summary>The first host's name, in byte order.</summary>
    public string Name { get; internal set; } = string.Empty;

    /// <summary>The number of hosts.</summary>
    public int Count { get; internal set; }

    /// <summary>The sum of their weights.</summary>
    public long Weight { get; internal set; }

    /// <summary>The vendor; <see langword="null"/> if nothing says it.</summary>
    public string? Vendor => Judged.Vendor;

    /// <summary>The architecture; <see cref="CpuArchitecture.None"/> of hosts that could not be read.</summary>
    public CpuArchitecture Arch => IsUnreachable ? CpuArchitecture.None : Judged.Arch;

    /// <summary>What the answer rests on.</summary>
    public StatementTruth Truth => Judged.Truth;
}
