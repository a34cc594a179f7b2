using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Domains.Documents;

namespace NVirt.Domains.Driver.Migration;

/// <summary>
/// What is sent before any state: what the destination judges, and starts the guest from (hypervisor-rules.md 5.4).
/// </summary>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record MigrationOffer
{
    /// <summary>The running domain, with the CPU that was configured.</summary>
    public required DomainDocument Document { get; init; }

    /// <summary>The CPU that the guest sees, with all decisions made; <see langword="null"/> if that is not known.</summary>
    public CpuDefinition? LiveCpu { get; init; }

    /// <summary>
    /// The names of the features that the hypervisor actually enabled, whatever the CPU's mode; empty if that is not known. A guest must
    /// not lose what it has seen.
    /// </summary>
    public ImmutableSortedSet<string> BuiltFeatures { get; init; } = [];

    /// <summary>The name and version of the hypervisor, for example <c>QEMU 7.2.22</c>, for messages.</summary>
    public string? Hypervisor { get; init; }

    /// <summary>Whether the destination saves the definition.</summary>
    public bool IsPersistent { get; init; }

    /// <summary>The document to save; <see langword="null"/> for <see cref="Document"/>.</summary>
    public DomainDocument? Definition { get; init; }
}
