using System.Collections.Immutable;
using NVirt.Qemu.Replies;

namespace NVirt.Qemu.Capabilities;

/// <summary>
/// What an accelerator can provide of the host's CPU: the expansion of model <c>host</c> or <c>max</c> (hypervisor-rules.md 1.5).
/// </summary>
/// <param name="Model">The expanded model; meaningful on s390x only.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record QemuHostCpu(string Model)
{
    /// <summary>
    /// The properties; features have the map's names. For what does not migrate, the value is the one without regard to migration.
    /// </summary>
    public ImmutableArray<QemuProperty> Properties { get; init; } = [];

    /// <summary>Whether QEMU said which features migrate; otherwise <see cref="NonMigratable"/> is empty.</summary>
    public bool KnowsMigratability { get; init; }

    /// <summary>Names of the properties that do not migrate.</summary>
    public ImmutableHashSet<string> NonMigratable { get; init; } = [];

    /// <summary>Names of deprecated properties.</summary>
    public ImmutableArray<string> Deprecated { get; init; } = [];

    /// <summary>The Hyper-V features that are available, without <c>hv-</c>, with hyphens, for example <c>vapic</c>; sorted.</summary>
    public ImmutableArray<string> HyperV { get; init; } = [];

    /// <summary>Whether there is a property with this name, whatever its value; features have the map's names.</summary>
    public bool HasProperty(string name) => Properties.Any(p => p.Name == name);
}
