using System.Collections.Immutable;

namespace NVirt.Qemu.Qmp;

/// <summary>QEMU's greeting when a connection begins.</summary>
/// <param name="Version">QEMU's version, with three numbers.</param>
/// <param name="Package">The distribution's version of it; empty if QEMU was not packaged.</param>
/// <param name="Capabilities">Protocol capabilities that could be enabled, for example <c>oob</c>; none is.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record QmpGreeting(Version Version, string Package, ImmutableArray<string> Capabilities);
