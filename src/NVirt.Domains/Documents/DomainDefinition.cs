using NVirt.Cpu;
using NVirt.Domains.Documents.Devices;

namespace NVirt.Domains.Documents;

/// <summary>What NVirt interprets of domain XML. Immutable; defaults are libvirt's.</summary>
/// <remarks>Two are equal only if they share their lists: read twice, a document need not equal itself.</remarks>
public sealed record DomainDefinition
{
    /// <summary>
    /// The kind of virtualization: <c>kvm</c>, <c>qemu</c>, <c>hvf</c>, <c>xen</c>, <c>vmware</c>, <c>test</c> and so on.
    /// </summary>
    public required string Type { get; init; }

    /// <summary>The number of a running domain; <see langword="null"/> if not given.</summary>
    public uint? Id { get; init; }

    /// <summary>The name, or <see langword="null"/>.</summary>
    public string? Name { get; init; }

    /// <summary>The UUID; <see langword="null"/> if not given.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>How much memory the guest has.</summary>
    public DomainMemory Memory { get; init; } = new();

    /// <summary>The virtual CPUs.</summary>
    public DomainVcpus Vcpus { get; init; } = new();

    /// <summary>The number of I/O threads.</summary>
    public uint IoThreads { get; init; }

    /// <summary>Operating system, architecture, machine and how it boots.</summary>
    public DomainOs Os { get; init; } = new();

    /// <summary>The switches of <c>features</c>.</summary>
    public DomainFeatures Features { get; init; } = new();

    /// <summary>The CPU, or <see langword="null"/>.</summary>
    public CpuDefinition? Cpu { get; init; }

    /// <summary>Clock and timers.</summary>
    public DomainClock Clock { get; init; } = new();

    /// <summary>What happens when the guest ends.</summary>
    public DomainEndings Endings { get; init; } = new();

    /// <summary>Which sleep states the guest may use.</summary>
    public DomainPower Power { get; init; } = new();

    /// <summary>Emulator and devices.</summary>
    public DomainDevices Devices { get; init; } = new();

    /// <summary>
    /// The guest's memory without its memory devices, in KiB: the sum of its NUMA cells, or else <c>memory</c> minus the devices;
    /// <see langword="null"/> if neither is given, or the devices are larger.
    /// </summary>
    public ulong? InitialMemoryKiB
    {
        get
        {
            ulong cells = Cpu?.Numa?.Cells.Aggregate(0UL, (sum, c) => sum + c.MemoryKiB) ?? 0;
            ulong devices = Devices.Of<MemoryDevice>().Aggregate(0UL, (sum, d) => sum + d.SizeKiB);
            return cells > 0 ? cells : Memory.TotalKiB > devices ? Memory.TotalKiB - devices : null;
        }
    }
}

/// <summary>Amounts of memory, in KiB.</summary>
public sealed record DomainMemory
{
    /// <summary><c>memory</c>: all that the guest has at start, memory devices included; <see langword="null"/> if not given.</summary>
    public ulong? TotalKiB { get; init; }

    /// <summary><c>currentMemory</c>: what the balloon leaves; <see langword="null"/> if not given.</summary>
    public ulong? CurrentKiB { get; init; }

    /// <summary><c>maxMemory</c>: what it can grow to; <see langword="null"/> if not given.</summary>
    public ulong? MaximumKiB { get; init; }

    /// <summary>Slots for memory devices.</summary>
    public uint Slots { get; init; }
}

/// <summary>What happens when the guest ends, in libvirt's words.</summary>
public sealed record DomainEndings
{
    /// <summary><c>on_poweroff</c>.</summary>
    public string OnPoweroff { get; init; } = "destroy";

    /// <summary><c>on_reboot</c>.</summary>
    public string OnReboot { get; init; } = "restart";

    /// <summary><c>on_crash</c>.</summary>
    public string OnCrash { get; init; } = "destroy";
}

/// <summary>Sleep states (<c>pm</c>); <see langword="null"/> where the hypervisor decides.</summary>
/// <param name="SuspendToMemory">S3.</param>
/// <param name="SuspendToDisk">S4.</param>
public sealed record DomainPower(bool? SuspendToMemory = null, bool? SuspendToDisk = null);
