using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.Guests;
using NVirt.Qemu.HostModels;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Migration;

/// <summary>The host that receives a guest.</summary>
internal sealed record IncomingHost(
    StateFolder Folder, DefinitionStore Definitions, RunStore Runs, DomainFinder Finder, GuestStarter Starter, GuestRecovery Recovery)
{
    public required QemuHost Host { get; init; }

    public required CpuMap Map { get; init; }

    /// <summary>The emulators that a guest may use; <see langword="null"/> for any.</summary>
    public required PeerEmulators? Emulators { get; init; }

    /// <summary>The capabilities of a domain's QEMU.</summary>
    public required Func<DomainDefinition, CancellationToken, Task<QemuCapabilities>> AskAsync { get; init; }

    /// <summary>Refuses a document that could not be defined here.</summary>
    public required Func<DomainDocument, CancellationToken, Task> CheckAsync { get; init; }
}
