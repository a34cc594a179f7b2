using System.Collections.Immutable;

namespace NVirt.Domains.Capabilities.Domains;

/// <summary>One thing about a device that may be chosen. Two are equal only if they share their lists.</summary>
/// <param name="Name">Its name for libvirt, for example <c>bus</c>.</param>
/// <param name="Values">What it may be.</param>
public sealed record DeviceChoice(string Name, ImmutableArray<string> Values);
