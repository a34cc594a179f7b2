using NVirt.Qemu.Qmp;

namespace NVirt.Qemu.Probing;

/// <summary>Bounds of probing a binary.</summary>
public sealed record QemuProbeOptions
{
    /// <summary>How long all of it may take: one or two starts, and a dozen answers each.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bounds of the connections.</summary>
    public QmpOptions Qmp { get; init; } = new();
}
