using System.Collections.Immutable;

namespace NVirt.Qemu.Guests;

/// <summary>The features of a CPU that QEMU built, by the map's names.</summary>
/// <param name="Enabled">What the guest has; properties that are not features may be included.</param>
/// <param name="Unavailable">What was requested, but left out by QEMU because the host cannot provide it.</param>
internal sealed record BuiltCpu(ImmutableSortedSet<string> Enabled, ImmutableSortedSet<string> Unavailable)
{
    public static BuiltCpu None { get; } = new([], []);
}
