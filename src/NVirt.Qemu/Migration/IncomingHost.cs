using NVirt.Cpu;
using NVirt.Domains;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.Guests;
using NVirt.Qemu.HostModels;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Migration;

/// <summary>The host to which a guest comes.</summary>
internal sealed record IncomingHost(
    StateFolder Folder, DefinitionStore Definitions, RunStore Runs, DomainFinder Finder, GuestStarter Starter, GuestRecovery Recovery)
{
    public required QemuHost Host { get; init; }

    public required CpuMap Map { get; init; }

    /// <summary>What the QEMU of a domain can.</summary>
    public required Func<DomainDefinition, CancellationToken, Task<QemuCapabilities>> AskAsync { get; init; }
}
