using System.Collections.Immutable;
using NVirt.Qemu.Qmp;

namespace NVirt.Qemu;

/// <summary>How a QEMU binary is started to be asked.</summary>
public sealed record QemuProcessOptions
{
    /// <summary>The accelerators to try in this order: <c>kvm</c>, <c>hvf</c>, <c>tcg</c>. At least one.</summary>
    public ImmutableArray<string> Accelerators { get; init; } = ["tcg"];

    /// <summary>How long to wait until QEMU can be asked.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bounds of the connection.</summary>
    public QmpOptions Qmp { get; init; } = new();
}
