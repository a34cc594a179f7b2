namespace NVirt.Domains.Documents.Devices;

/// <summary>A source of random numbers (<c>rng</c>).</summary>
/// <param name="Model"><c>virtio</c> and its variants.</param>
/// <param name="Place">Where it is in the document.</param>
public sealed record RngDevice(string Model, DomainPlace Place) : DomainDevice("rng", Place)
{
    /// <summary>The host's end: <c>random</c>, <c>egd</c>, <c>builtin</c>.</summary>
    public string? Backend { get; init; }

    /// <summary>For <c>random</c>: the file it reads.</summary>
    public string? Path { get; init; }

    /// <summary>Bytes that the guest gets per period.</summary>
    public uint? RateBytes { get; init; }

    /// <summary>The period in milliseconds.</summary>
    public uint? RatePeriod { get; init; }
}

/// <summary>A memory balloon (<c>memballoon</c>).</summary>
/// <param name="Model"><c>virtio</c> and its variants, <c>xen</c>, <c>none</c>.</param>
/// <param name="Place">Where it is in the document.</param>
public sealed record MemballoonDevice(string Model, DomainPlace Place) : DomainDevice("memballoon", Place)
{
    /// <summary>Whether it returns memory to the guest before the guest runs out.</summary>
    public bool? AutoDeflate { get; init; }

    /// <summary>Whether the guest reports unused pages.</summary>
    public bool? FreePageReporting { get; init; }

    /// <summary>Seconds between statistics.</summary>
    public uint? StatsPeriod { get; init; }
}

/// <summary>A watchdog (<c>watchdog</c>).</summary>
/// <param name="Model"><c>i6300esb</c>, <c>ib700</c>, <c>diag288</c>, <c>itco</c>.</param>
/// <param name="Place">Where it is in the document.</param>
public sealed record WatchdogDevice(string Model, DomainPlace Place) : DomainDevice("watchdog", Place)
{
    /// <summary>What it does; default <c>reset</c>.</summary>
    public string Action { get; init; } = "reset";
}

/// <summary>A trusted platform module (<c>tpm</c>).</summary>
public sealed record TpmDevice(DomainPlace Place) : DomainDevice("tpm", Place)
{
    /// <summary><c>tpm-tis</c>, <c>tpm-crb</c>, <c>tpm-spapr</c> and so on.</summary>
    public string? Model { get; init; }

    /// <summary>The host's end: <c>passthrough</c>, <c>emulator</c>, <c>external</c>.</summary>
    public string? Backend { get; init; }

    /// <summary>For <c>emulator</c>: <c>1.2</c>, <c>2.0</c>.</summary>
    public string? Version { get; init; }

    /// <summary>For <c>passthrough</c>: the host's device.</summary>
    public string? Path { get; init; }
}

/// <summary>A way to tell the host that the guest crashed (<c>panic</c>).</summary>
public sealed record PanicDevice(DomainPlace Place) : DomainDevice("panic", Place)
{
    /// <summary><c>isa</c>, <c>pvpanic</c>, <c>pseries</c>, <c>hyperv</c>, <c>s390</c>.</summary>
    public string? Model { get; init; }
}

/// <summary>An IOMMU (<c>iommu</c>); the switches are those of its driver.</summary>
/// <param name="Model"><c>intel</c>, <c>smmuv3</c>, <c>virtio</c>, <c>amd</c>.</param>
/// <param name="Place">Where it is in the document.</param>
public sealed record IommuDevice(string Model, DomainPlace Place) : DomainDevice("iommu", Place)
{
    /// <summary>Interrupt remapping.</summary>
    public bool? Intremap { get; init; }

    /// <summary>Caching mode.</summary>
    public bool? CachingMode { get; init; }

    /// <summary>Extended interrupts.</summary>
    public bool? Eim { get; init; }

    /// <summary>IOTLB of devices.</summary>
    public bool? Iotlb { get; init; }

    /// <summary>Address width in bits.</summary>
    public uint? AddressWidth { get; init; }
}

/// <summary>A memory device (<c>memory</c>).</summary>
/// <param name="Model"><c>dimm</c>, <c>nvdimm</c>, <c>virtio-mem</c>, <c>virtio-pmem</c>, <c>sgx-epc</c>.</param>
/// <param name="Place">Where it is in the document.</param>
public sealed record MemoryDevice(string Model, DomainPlace Place) : DomainDevice("memory", Place)
{
    /// <summary>Its size in KiB.</summary>
    public ulong SizeKiB { get; init; }

    /// <summary>The guest's NUMA cell it belongs to.</summary>
    public uint? Node { get; init; }

    /// <summary>For virtio-mem: the size of a block in KiB.</summary>
    public ulong? BlockKiB { get; init; }

    /// <summary>For virtio-mem: how much memory the guest should use, in KiB.</summary>
    public ulong? RequestedKiB { get; init; }

    /// <summary>For nvdimm and virtio-pmem: the file behind it.</summary>
    public string? Path { get; init; }
}

/// <summary>A socket between guest and host (<c>vsock</c>).</summary>
public sealed record VsockDevice(DomainPlace Place) : DomainDevice("vsock", Place)
{
    /// <summary><c>virtio</c> and its variants.</summary>
    public string? Model { get; init; }

    /// <summary>The guest's number, from 3.</summary>
    public uint? Cid { get; init; }

    /// <summary>Whether the number is chosen automatically.</summary>
    public bool? IsAuto { get; init; }
}

/// <summary>A device of the host (<c>hostdev</c>).</summary>
/// <param name="Type"><c>pci</c>, <c>usb</c>, <c>scsi</c>, <c>mdev</c> and so on.</param>
/// <param name="Place">Where it is in the document.</param>
public sealed record HostDevice(string Type, DomainPlace Place) : DomainDevice("hostdev", Place)
{
    /// <summary><c>subsystem</c> (default) or <c>capabilities</c>.</summary>
    public string Mode { get; init; } = "subsystem";

    /// <summary>Whether it is detached from the host's driver at start and returned at the end.</summary>
    public bool? IsManaged { get; init; }

    /// <summary>For mdev: <c>vfio-pci</c>, <c>vfio-ccw</c>, <c>vfio-ap</c>.</summary>
    public string? Model { get; init; }

    /// <summary>For PCI: where it is in the host.</summary>
    public PciAddress? HostPci { get; init; }

    /// <summary>For USB: the vendor's number.</summary>
    public uint? UsbVendor { get; init; }

    /// <summary>For USB: the product's number.</summary>
    public uint? UsbProduct { get; init; }

    /// <summary>For USB: the host's bus.</summary>
    public uint? UsbBus { get; init; }

    /// <summary>For USB: its number on the bus.</summary>
    public uint? UsbDevice { get; init; }

    /// <summary>For mdev: its UUID.</summary>
    public string? MdevUuid { get; init; }
}
