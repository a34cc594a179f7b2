using NVirt.Qemu.Qmp;

namespace NVirt.Qemu.Probing;

/// <summary>Limits for probing a binary.</summary>
public sealed record QemuProbeOptions
{
    /// <summary>How long everything may take: one or two starts, with a dozen answers each.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Limits of the connections.</summary>
    public QmpOptions Qmp { get; init; } = new();

    /// <summary>The folder of domains whose settings say which user QEMU is under root; <see langword="null"/> for the usual one.</summary>
    internal string? Root { get; init; }
}
