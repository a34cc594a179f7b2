using System.Collections.Immutable;

namespace NVirt.Qemu.Guests;

/// <summary>The features of a CPU that QEMU built, by the map's names.</summary>
/// <param name="Enabled">What the guest has; properties that are no features may be among them.</param>
/// <param name="Unavailable">What was asked for, and QEMU left out because the host can not give it.</param>
internal sealed record BuiltCpu(ImmutableSortedSet<string> Enabled, ImmutableSortedSet<string> Unavailable)
{
    public static BuiltCpu None { get; } = new([], []);
}
