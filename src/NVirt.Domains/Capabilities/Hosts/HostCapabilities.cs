using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Cpu.Probe;

namespace NVirt.Domains.Capabilities.Hosts;

/// <summary>What a machine is, and which guests it can run: libvirt's <c>capabilities</c> document.</summary>
/// <remarks>
/// Immutable. What a machine does not report is <see langword="null"/> or an empty list, and is not written. Two are equal only if they
/// share their lists: read twice, a document need not equal itself.
/// </remarks>
public sealed record HostCapabilities
{
    /// <summary>The machine's identity, or <see langword="null"/>.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>The machine's CPU, of type host.</summary>
    public required CpuDefinition Cpu { get; init; }

    /// <summary>The sizes of memory pages that the machine has, in KiB, ascending.</summary>
    public ImmutableArray<ulong> PageSizesKiB { get; init; } = [];

    /// <summary>The ways in which the machine can be suspended, or <see langword="null"/> if that is unknown.</summary>
    public HostSuspend? Suspend { get; init; }

    /// <summary>Whether the machine has a working IOMMU, or <see langword="null"/> if that is unknown.</summary>
    public bool? HasIommu { get; init; }

    /// <summary>How guests migrate, or <see langword="null"/> if they do not.</summary>
    public HostMigration? Migration { get; init; }

    /// <summary>The NUMA cells, by id.</summary>
    public ImmutableArray<HostCell> Cells { get; init; } = [];

    /// <summary>The caches that several processors may share (level 3 and above), by level and id.</summary>
    public ImmutableArray<HostCacheBank> CacheBanks { get; init; } = [];

    /// <summary>How guests are confined.</summary>
    public ImmutableArray<HostSecurityModel> SecurityModels { get; init; } = [];

    /// <summary>Which guests are possible: an entry for each architecture and emulator.</summary>
    public ImmutableArray<GuestCapabilities> Guests { get; init; } = [];

    /// <summary>Reads the host's part for this machine, without guests. Needs no privileges; with them, the UUID may differ.</summary>
    /// <param name="map">The CPU map; <see langword="null"/> for the built-in one.</param>
    /// <remarks>Facts other than the CPU are known on Linux only. docs/capabilities.md says where each value comes from.</remarks>
    /// <exception cref="CpuException">The CPU cannot be read or decoded, as in <see cref="HostCpu.Read"/>. Nothing else makes this
    /// fail.</exception>
    public static HostCapabilities ReadThisMachine(CpuMap? map = null) =>
        MachineReader.Read(new HostFiles("/"), HostCpu.Read(map).Definition, Environment.SystemPageSize / 1024);
}
