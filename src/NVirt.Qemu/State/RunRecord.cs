using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Domains;

namespace NVirt.Qemu.State;

/// <summary>What is known of a guest that runs. It is written before anything is done that could not be undone without it.</summary>
internal sealed record RunRecord
{
    public required RunPhase Phase { get; init; }

    /// <summary>The number of the domain, from 1.</summary>
    public required uint Id { get; init; }

    public required string Name { get; init; }

    public required Guid Uuid { get; init; }

    /// <summary>QEMU.</summary>
    public required ProcessIdentity Process { get; init; }

    /// <summary>Whether the process was seen to hold the lock that ends with it.</summary>
    public bool HoldsLock { get; init; }

    /// <summary>The domain as it was started, with the CPU as it was configured.</summary>
    public required DomainDocument Document { get; init; }

    /// <summary>The CPU that the guest has, with every decision made; <see langword="null"/> as long as it is not known, or where there is none.</summary>
    public CpuDefinition? LiveCpu { get; init; }

    /// <summary>The features that QEMU turned on, by the map's names.</summary>
    public ImmutableSortedSet<string> BuiltFeatures { get; init; } = [];

    /// <summary>QEMU's version.</summary>
    public string? Hypervisor { get; init; }

    /// <summary>Whether the guest ran before it was sent away, and so has to go on if that fails.</summary>
    public bool RanBefore { get; init; }

    /// <summary>The document that shows what runs: the live CPU, and the number.</summary>
    public DomainDocument Shown => (LiveCpu is null ? Document : Document.WithCpu(LiveCpu)).WithId(Id);
}
