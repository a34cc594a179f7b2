using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;
using NVirt.Domains.Driver;
using NVirt.Qemu.Guests;

namespace NVirt.Qemu.State;

/// <summary>The record of a running guest. It is written before anything is done that could not be undone without it.</summary>
internal sealed record RunRecord
{
    public required RunPhase Phase { get; init; }

    /// <summary>The number of the domain, from 1.</summary>
    public required uint Id { get; init; }

    public required string Name { get; init; }

    public required Guid Uuid { get; init; }

    /// <summary>QEMU.</summary>
    public required ProcessIdentity Process { get; init; }

    /// <summary>Whether the process was seen to hold the lock that ends with it.</summary>
    public bool HoldsLock { get; init; }

    /// <summary>Why the guest runs or is paused, unless QEMU says otherwise.</summary>
    public DomainStateReason Reason { get; init; }

    /// <summary>The domain as it was started, with the CPU as it was configured.</summary>
    public required DomainDocument Document { get; init; }

    /// <summary>
    /// The CPU that the guest has, with all decisions made; <see langword="null"/> as long as it is not known, or if there is none.
    /// </summary>
    public CpuDefinition? LiveCpu { get; init; }

    /// <summary>The features that QEMU enabled, by the map's names.</summary>
    public ImmutableSortedSet<string> BuiltFeatures { get; init; } = [];

    /// <summary>QEMU's version.</summary>
    public string? Hypervisor { get; init; }

    /// <summary>Whether the guest ran before it was sent, and so must continue if that fails.</summary>
    public bool RanBefore { get; init; }

    /// <summary>Whether its last migration certainly failed: even if all of its state was sent, it does not run elsewhere.</summary>
    public bool IsBack { get; init; }

    /// <summary>Whether the guest was asked to shut down, and begins anew once it has.</summary>
    public bool IsRebooting { get; init; }

    /// <summary>The emulator's path, if it is known.</summary>
    public string? Emulator { get; init; }

    /// <summary>The files that its emulator may use while it runs, as they were before.</summary>
    public ImmutableArray<GivenFile> Given { get; init; } = [];

    /// <summary>What is known of the guest's devices, by their places in the document.</summary>
    public ImmutableArray<DeviceFacts> Devices { get; init; } = [];

    /// <summary>The live document: with the live CPU, the number, and the devices as they are.</summary>
    public DomainDocument Shown
    {
        get
        {
            DomainDocument shown = (LiveCpu is null ? Document : Document.WithCpu(LiveCpu)).WithId(Id);
            shown = Emulator is { } path && shown.Definition.Devices.Emulator != path ? shown.WithEmulator(path) : shown;
            return Devices.IsEmpty ? shown : shown.WithDeviceFacts(Devices);
        }
    }
}
