using NVirt.Cpu;
using NVirt.Qemu.Migration;

namespace NVirt.Qemu.Driver;

/// <summary>Settings of a connection to this machine's QEMU.</summary>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record QemuDriverOptions
{
    /// <summary>
    /// The folder in which domains are saved, created if it is missing; <see langword="null"/> for <c>/var/lib/nvirt</c> for root and
    /// <c>~/.local/state/nvirt</c> for others.
    /// </summary>
    public string? Root { get; init; }

    /// <summary>Where answers of binaries are cached; <see langword="null"/> for the default folder.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>The map; <see langword="null"/> for the built-in one.</summary>
    public CpuMap? Map { get; init; }

    /// <summary>
    /// The emulators, by full paths, that guests from other hosts may use in addition to the system's (<c>qemu-system-ARCH</c> in PATH);
    /// <see langword="null"/> for those in the variable <c>NVIRT_EMULATORS</c>, separated by colons. Default: none.
    /// </summary>
    public IReadOnlyList<string>? PeerEmulators { get; init; }

    /// <summary>
    /// Whether guests that come here may name any emulator: for those of whoever runs this program, who may run any emulator anyway.
    /// Default:
    /// no.
    /// </summary>
    public bool AllowsAnyEmulator { get; init; }

    /// <summary>
    /// Whether new definitions get what libvirt's clients expect them to say: memory in KiB, the emulator's path, an address for every
    /// network interface, and a balloon. Default: no; they stay as they were given, except for machine and CPU.
    /// </summary>
    public bool FillsDefinitions { get; init; }

    /// <summary>
    /// Whether the program lives long and asks often: definitions are kept in memory, and read again when the kernel says that they
    /// changed; what the host can do is asked at most once a second. Default: no; each question reads what it needs.
    /// </summary>
    public bool IsLongLived { get; init; }
}
