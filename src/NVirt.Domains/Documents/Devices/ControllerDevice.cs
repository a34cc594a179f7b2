namespace NVirt.Domains.Documents.Devices;

/// <summary>A controller (<c>controller</c>).</summary>
public sealed record ControllerDevice(DomainPlace Place) : DomainDevice("controller", Place)
{
    /// <summary>
    /// What it controls: <c>pci</c>, <c>usb</c>, <c>scsi</c>, <c>ide</c> (default), <c>sata</c>, <c>virtio-serial</c> and so on.
    /// </summary>
    public string Type { get; init; } = "ide";

    /// <summary>Its number among those of its type.</summary>
    public uint? Index { get; init; }

    /// <summary>What the guest sees: <c>pcie-root-port</c>, <c>virtio-scsi</c>, <c>qemu-xhci</c>, <c>none</c> and so on.</summary>
    public string? Model { get; init; }

    /// <summary>For PCI: the hypervisor's own name (<c>model name</c>).</summary>
    public string? ModelName { get; init; }

    /// <summary>Ports of a USB or virtio serial controller.</summary>
    public uint? Ports { get; init; }

    /// <summary>For PCI: chassis number of a bridge (<c>target chassisNr</c>).</summary>
    public uint? ChassisNumber { get; init; }

    /// <summary>For PCI: chassis of a port.</summary>
    public uint? Chassis { get; init; }

    /// <summary>For PCI: number of a port.</summary>
    public uint? Port { get; init; }

    /// <summary>For PCI: bus number of an expander.</summary>
    public uint? BusNumber { get; init; }

    /// <summary>For PCI: number of a POWER host bridge.</summary>
    public uint? TargetIndex { get; init; }
}
