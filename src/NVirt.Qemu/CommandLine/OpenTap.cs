namespace NVirt.Qemu.CommandLine;

/// <summary>The host's end of a network interface, which QEMU inherits.</summary>
/// <param name="Number">The number of its descriptor.</param>
/// <param name="Name">Its name.</param>
internal sealed record OpenTap(int Number, string Name);
