using System.Collections.Immutable;
using NVirt.Cpu.Probe;

namespace NVirt.Qemu.Capabilities;

/// <summary>What an accelerator can give of the host's CPU: the expansion of model <c>host</c> or <c>max</c> (hypervisors.md 1.5).</summary>
/// <param name="Model">The expanded model; says something on s390x only.</param>
public sealed record QemuHostCpu(string Model)
{
    /// <summary>
    /// The properties, features by the map's names. Of what does not migrate, the value is the one without regard to migration.
    /// </summary>
    public ImmutableArray<QemuProperty> Properties { get; init; } = [];

    /// <summary>Whether QEMU said which features migrate; otherwise <see cref="NonMigratable"/> is empty.</summary>
    public bool KnowsMigratability { get; init; }

    /// <summary>Names of the properties that do not migrate.</summary>
    public ImmutableHashSet<string> NonMigratable { get; init; } = [];

    /// <summary>Names of properties whose use QEMU's authors advise against.</summary>
    public ImmutableArray<string> Deprecated { get; init; } = [];

    /// <summary>The Hyper-V features that can be given, without <c>hv-</c>, with hyphens, for example <c>vapic</c>; sorted.</summary>
    public ImmutableArray<string> HyperV { get; init; } = [];

    /// <summary>Whether there is a property of this name, whatever its value; a feature by the map's name.</summary>
    public bool HasProperty(string name) => Properties.Any(p => p.Name == name);
}
