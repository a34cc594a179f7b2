using NVirt.Cpu;

namespace NVirt.Qemu;

/// <summary>What a connection to this machine's QEMU goes by.</summary>
public sealed record QemuDriverOptions
{
    /// <summary>
    /// The folder in which domains are kept, made if it is missing; <see langword="null"/> for <c>/var/lib/nvirt</c> for root and
    /// <c>~/.local/state/nvirt</c> for others.
    /// </summary>
    public string? Root { get; init; }

    /// <summary>Where answers of binaries are kept; <see langword="null"/> for the usual folder.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>The map; <see langword="null"/> for the one that is compiled in.</summary>
    public CpuMap? Map { get; init; }

    /// <summary>
    /// The emulators, by full paths, that guests from elsewhere may name beside those of the system (<c>qemu-system-ARCH</c> in the path);
    /// <see langword="null"/> for those that the variable <c>NVIRT_EMULATORS</c> names, with colons in between. Default: none.
    /// </summary>
    public IReadOnlyList<string>? PeerEmulators { get; init; }
}
