using System.Collections.Immutable;
using NVirt.Qemu.Confinement;
using NVirt.Qemu.Qmp;

namespace NVirt.Qemu;

/// <summary>How a QEMU binary is started for queries.</summary>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record QemuProcessOptions
{
    /// <summary>The accelerators to try in this order: <c>kvm</c>, <c>hvf</c>, <c>tcg</c>. At least one.</summary>
    public ImmutableArray<string> Accelerators { get; init; } = ["tcg"];

    /// <summary>How long to wait until QEMU can be queried.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Limits of the connection.</summary>
    public QmpOptions Qmp { get; init; } = new();

    /// <summary>Who it is, if not the user of this process.</summary>
    internal GuestUser? User { get; init; }
}
