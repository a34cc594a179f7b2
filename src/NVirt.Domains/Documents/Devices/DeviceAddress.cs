namespace NVirt.Domains.Documents.Devices;

/// <summary>Where a device is plugged in.</summary>
/// <param name="Type">libvirt's name of the kind.</param>
public abstract record DeviceAddress(string Type);

/// <summary>A PCI function. Without numbers, one is to be assigned.</summary>
public sealed record PciAddress() : DeviceAddress("pci")
{
    /// <summary>PCI domain (segment), 0 to 0xffff.</summary>
    public uint Domain { get; init; }

    /// <summary>Bus, 0 to 0xff; <see langword="null"/> if it is to be assigned.</summary>
    public uint? Bus { get; init; }

    /// <summary>Slot, 0 to 0x1f; <see langword="null"/> if it is to be assigned.</summary>
    public uint? Slot { get; init; }

    /// <summary>Function, 0 to 7.</summary>
    public uint Function { get; init; }

    /// <summary>Whether the slot has several functions; <see langword="null"/> if not given.</summary>
    public bool? Multifunction { get; init; }
}

/// <summary>A place on a disk controller.</summary>
/// <param name="Controller">Index of the controller.</param>
/// <param name="Bus">Bus or channel.</param>
/// <param name="Target">Target.</param>
/// <param name="Unit">Unit (LUN).</param>
public sealed record DriveAddress(uint Controller, uint Bus, uint Target, uint Unit) : DeviceAddress("drive");

/// <summary>A port of USB.</summary>
/// <param name="Bus">Index of the controller.</param>
/// <param name="Port">Port, after those of the hubs on the way (<c>1.2</c>); <see langword="null"/> if it is to be assigned.</param>
public sealed record UsbAddress(uint Bus, string? Port) : DeviceAddress("usb");

/// <summary>A port of a virtio serial controller.</summary>
/// <param name="Controller">Index of the controller.</param>
/// <param name="Bus">Port; <see langword="null"/> if it is to be assigned.</param>
/// <param name="Port">Port; <see langword="null"/> if it is to be chosen.</param>
public sealed record VirtioSerialAddress(uint Controller, uint Bus, uint? Port) : DeviceAddress("virtio-serial");

/// <summary>A channel device of IBM Z; numbers are <see langword="null"/> if they are to be assigned.</summary>
/// <param name="Cssid">Channel subsystem.</param>
/// <param name="Ssid">Subchannel set.</param>
/// <param name="Devno">Device number.</param>
public sealed record CcwAddress(uint? Cssid, uint? Ssid, uint? Devno) : DeviceAddress("ccw");

/// <summary>An ISA device.</summary>
/// <param name="IoBase">I/O port, or <see langword="null"/>.</param>
/// <param name="Irq">Interrupt, or <see langword="null"/>.</param>
public sealed record IsaAddress(uint? IoBase, uint? Irq) : DeviceAddress("isa");

/// <summary>A slot for memory.</summary>
/// <param name="Slot">Slot, or <see langword="null"/>.</param>
/// <param name="Base">Guest physical address, or <see langword="null"/>.</param>
public sealed record DimmAddress(uint? Slot, ulong? Base) : DeviceAddress("dimm");

/// <summary>A register of a POWER guest's virtual I/O.</summary>
/// <param name="Register">The register, or <see langword="null"/>.</param>
public sealed record SpaprVioAddress(ulong? Register) : DeviceAddress("spapr-vio");

/// <summary>A kind without numbers (<c>virtio-mmio</c>), or one that NVirt keeps without interpreting it.</summary>
public sealed record OtherAddress(string Type) : DeviceAddress(Type);
