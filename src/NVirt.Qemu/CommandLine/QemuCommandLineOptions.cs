using NVirt.Cpu;

namespace NVirt.Qemu.CommandLine;

/// <summary>What a command line needs to know beside the domain.</summary>
public sealed record QemuCommandLineOptions
{
    /// <summary>The map; <see langword="null"/> for the one that is compiled in.</summary>
    public CpuMap? Map { get; init; }

    /// <summary>Whether the guest starts anew; otherwise it goes on after migration or restoring (hypervisors.md 4.3). Default: anew.</summary>
    public bool IsFresh { get; init; } = true;

    /// <summary>Whether QEMU waits for <c>cont</c> before the guest runs (<c>-S</c>). Default: no.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Where QEMU listens for QMP: path of a UNIX socket; <see langword="null"/> for nowhere.</summary>
    public string? MonitorSocket { get; init; }

    /// <summary>A second socket of the same kind, since one takes one connection at a time; <see langword="null"/> for none.</summary>
    public string? QuestionSocket { get; init; }

    /// <summary>
    /// Where QEMU keeps a list of its own events, whoever is connected: it reads <c>PATH.in</c>, a pipe, and writes <c>PATH.out</c>;
    /// <see langword="null"/> for nowhere.
    /// </summary>
    public string? Journal { get; init; }

    /// <summary>Whether the guest's state comes from elsewhere, once QEMU is told from where. Default: no.</summary>
    public bool IsIncoming { get; init; }

    /// <summary>
    /// Whether devices are written. Without them the command line is not the domain's: it tells the CPU and the machine of one whose devices
    /// are not supported. Default: yes.
    /// </summary>
    public bool HasDevices { get; init; } = true;

    /// <summary>
    /// Where QEMU makes sockets of channels that have no path of their own, named after domain and channel. The folder has to be there when
    /// QEMU starts. Default: <c>/run/nvirt</c>.
    /// </summary>
    public string SocketFolder { get; init; } = "/run/nvirt";

    /// <summary>The time, for clocks that begin some seconds from it.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
