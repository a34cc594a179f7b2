using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.Qemu.CommandLine;

/// <summary>What a command line depends on apart from the domain.</summary>
public sealed record QemuCommandLineOptions
{
    /// <summary>The map; <see langword="null"/> for the built-in one.</summary>
    public CpuMap? Map { get; init; }

    /// <summary>
    /// Whether the guest starts afresh; otherwise it continues after migration or restoring (hypervisor-rules.md 4.3). Default: yes.
    /// </summary>
    public bool IsFresh { get; init; } = true;

    /// <summary>Whether QEMU waits for <c>cont</c> before the guest runs (<c>-S</c>). Default: no.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Where QEMU listens for QMP: the path of a Unix socket; <see langword="null"/> for none.</summary>
    public string? MonitorSocket { get; init; }

    /// <summary>A second socket of the same kind, because each accepts one connection at a time; <see langword="null"/> for none.</summary>
    public string? QuestionSocket { get; init; }

    /// <summary>
    /// Where QEMU keeps a log of its own events, whoever is connected: it reads from <c>PATH.in</c>, a pipe, and writes to <c>PATH.out</c>;
    /// <see langword="null"/> for none.
    /// </summary>
    public string? Journal { get; init; }

    /// <summary>Whether the guest's state is received, once QEMU is told from where. Default: no.</summary>
    public bool IsIncoming { get; init; }

    /// <summary>
    /// Whether devices are written. Without them, the command line does not describe the domain: it shows only CPU and machine, even for a
    /// domain whose devices are not supported. Default: yes.
    /// </summary>
    public bool HasDevices { get; init; } = true;

    /// <summary>
    /// Where QEMU creates the sockets of channels without a path, named after domain and channel. The folder must exist when
    /// QEMU starts. Default: <c>/run/nvirt</c>.
    /// </summary>
    public string SocketFolder { get; init; } = "/run/nvirt";

    /// <summary>Whether QEMU gives up what it does not need (<c>-sandbox</c>). Default: no.</summary>
    internal bool IsSandboxed { get; init; }

    /// <summary>The bridges of networks, by the networks' names. Default: none.</summary>
    internal ImmutableSortedDictionary<string, string> Networks { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Whether any network may exist, because the command line is not for this machine. Default: yes.</summary>
    internal bool AreNetworksUnknown { get; init; } = true;

    /// <summary>The open host's ends of network interfaces, by their places among the devices. Default: none.</summary>
    internal ImmutableSortedDictionary<int, OpenTap> Taps { get; init; } = ImmutableSortedDictionary<int, OpenTap>.Empty;

    /// <summary>Whether the command line is only checked, for a definition: pools need not be active yet. Default: no.</summary>
    internal bool IsOnlyChecked { get; init; }

    /// <summary>The current time, for clocks with an offset from it.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
