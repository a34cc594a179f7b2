using System.Collections.Immutable;
using System.Text.Json;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.HostModels;

namespace NVirt.Qemu.Guests;

/// <summary>The input for a start.</summary>
internal sealed record GuestStart
{
    /// <summary>The definition, with the CPU as it was configured.</summary>
    public required DomainDocument Document { get; init; }

    /// <summary>The document that QEMU is started from; the same, except for the CPU of a guest that is migrated here.</summary>
    public required DomainDocument StartDocument { get; init; }

    /// <summary>What the QEMU can do, as soon as it is known.</summary>
    public required Task<QemuCapabilities> Asking { get; init; }

    public required QemuHost Host { get; init; }

    public required CpuMap Map { get; init; }

    /// <summary>Whether the guest's state is received by migration.</summary>
    public bool IsIncoming { get; init; }

    /// <summary>
    /// Refuses a name or a UUID that another domain has, if neither is reserved for the guest; called when nobody else can take them.
    /// </summary>
    public Action? RequireFree { get; init; }

    /// <summary>Whether the guest ends with this process, or when its leash is released.</summary>
    public bool IsLeashed { get; init; }

    /// <summary>How long QEMU may take until it answers.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>A guest that is ready but has not run.</summary>
/// <param name="Monitor">The connection to its QEMU.</param>
/// <param name="Record">Its record; the phase is still that of the start.</param>
/// <param name="Warnings">Warnings for the user.</param>
internal sealed record StartedGuest(GuestMonitor Monitor, State.RunRecord Record, ImmutableArray<string> Warnings)
{
    /// <summary>Ends when QEMU is ready for the guest to run; until then, its record can be saved.</summary>
    public Task Settled { get; init; } = Task.CompletedTask;

    /// <summary>Its leash; <see langword="null"/> if it outlives this process.</summary>
    public GuestLeash? Leash { get; init; }
}
