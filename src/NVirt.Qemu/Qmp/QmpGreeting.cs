using System.Collections.Immutable;

namespace NVirt.Qemu.Qmp;

/// <summary>What QEMU says of itself when a connection begins.</summary>
/// <param name="Version">QEMU's version, with three numbers.</param>
/// <param name="Package">The distribution's version of it; empty if QEMU was not packaged.</param>
/// <param name="Capabilities">Parts of the protocol that could be enabled, for example <c>oob</c>; none is.</param>
public sealed record QmpGreeting(Version Version, string Package, ImmutableArray<string> Capabilities);
