using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.Domains;

/// <summary>What travels before any state does: what the destination judges by, and starts the guest from (hypervisors.md 5.4).</summary>
public sealed record MigrationOffer
{
    /// <summary>The domain as it runs, with the CPU that was configured.</summary>
    public required DomainDocument Document { get; init; }

    /// <summary>The CPU that the guest sees, with every decision made; <see langword="null"/> if that is not known.</summary>
    public CpuDefinition? LiveCpu { get; init; }

    /// <summary>
    /// The names of the features that the hypervisor really turned on, whatever mode the CPU has; empty if that is not known. What a guest has
    /// seen it must not lose.
    /// </summary>
    public ImmutableSortedSet<string> BuiltFeatures { get; init; } = [];

    /// <summary>What the hypervisor calls itself, for example <c>QEMU 7.2.22</c>, for messages.</summary>
    public string? Hypervisor { get; init; }

    /// <summary>Whether the destination keeps the definition.</summary>
    public bool IsPersistent { get; init; }

    /// <summary>The document that is kept; <see langword="null"/> for <see cref="Document"/>.</summary>
    public DomainDocument? Definition { get; init; }
}
