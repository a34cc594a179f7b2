using System.Collections.Immutable;

namespace NVirt.Platforms.OVirt;

/// <summary>A type of ServerCPUList. Immutable.</summary>
/// <param name="Level">Its level; a host gets the highest of its vendor that fits.</param>
/// <param name="Name">Its name.</param>
/// <param name="Flags">What a host must have: vendor, flags, models.</param>
/// <param name="Verb">What guests get.</param>
/// <param name="Arch">The architecture.</param>
internal sealed record OVirtCpuType(int Level, string Name, ImmutableArray<string> Flags, string Verb, string Arch);
