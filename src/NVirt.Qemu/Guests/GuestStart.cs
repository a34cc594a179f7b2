using System.Collections.Immutable;
using System.Text.Json;
using NVirt.Cpu;
using NVirt.Domains;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.HostModels;

namespace NVirt.Qemu.Guests;

/// <summary>What a start goes by.</summary>
internal sealed record GuestStart
{
    /// <summary>The definition, with the CPU as it was configured.</summary>
    public required DomainDocument Document { get; init; }

    /// <summary>The document that QEMU is started from; the same, but for the CPU of a guest that comes from elsewhere.</summary>
    public required DomainDocument StartDocument { get; init; }

    public required QemuCapabilities Capabilities { get; init; }

    public required QemuHost Host { get; init; }

    public required CpuMap Map { get; init; }

    /// <summary>Whether the guest's state comes from elsewhere.</summary>
    public bool IsIncoming { get; init; }

    /// <summary>How long QEMU may take until it answers.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>A guest that is ready, and has not run.</summary>
/// <param name="Monitor">The connection to its QEMU.</param>
/// <param name="Record">What is known of it; its phase is still that of the start.</param>
/// <param name="Warnings">What there is to say.</param>
internal sealed record StartedGuest(GuestMonitor Monitor, State.RunRecord Record, ImmutableArray<string> Warnings);
