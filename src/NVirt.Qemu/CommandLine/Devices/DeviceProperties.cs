using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Domains.Documents.Devices;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>What QEMU devices have in common.</summary>
internal static class DeviceProperties
{
    /// <summary>Adds a property; one without a value is left to QEMU.</summary>
    public static JsonObject With(this JsonObject properties, string name, JsonNode? value)
    {
        if (value is not null)
        {
            properties[name] = value;
        }

        return properties;
    }

    /// <summary>The driver of a virtio device on PCI, of one of the three kinds.</summary>
    public static string Virtio(GuestDevices devices, DomainDevice device, string kind, string model) => model switch
    {
        "virtio" => kind + "-pci",
        "virtio-transitional" => kind + "-pci-transitional",
        "virtio-non-transitional" => kind + "-pci-non-transitional",
        _ => throw devices.Unsupported(device, "model", model, "virtio, virtio-transitional, virtio-non-transitional"),
    };

    public static string OnOff(bool value) => value ? "on" : "off";

    /// <summary>Connects a device to USB.</summary>
    public static JsonObject OnUsb(this JsonObject properties, GuestDevices devices, DomainDevice device) => device.Address switch
    {
        null => properties.With("bus", devices.Controllers.Bus(device, "usb", 0)),
        UsbAddress usb => properties.With("bus", devices.Controllers.Bus(device, "usb", usb.Bus)).With("port", usb.Port),
        { } other => throw devices.Unsupported(device, "address type", other.Type, "usb"),
    };

    /// <summary>Connects a device to a virtio serial controller.</summary>
    public static JsonObject OnVirtioSerial(this JsonObject properties, GuestDevices devices, DomainDevice device) => device.Address switch
    {
        null => properties.With("bus", devices.Controllers.Bus(device, "virtio-serial", 0)),
        VirtioSerialAddress { Bus: 0 } port =>
            properties.With("bus", devices.Controllers.Bus(device, "virtio-serial", port.Controller)).With("nr", port.Port),
        { } other => throw devices.Unsupported(device, "address type", other.Type, "virtio-serial"),
    };

    /// <summary>Gives an ISA device its ports and interrupt.</summary>
    public static JsonObject OnIsa(this JsonObject properties, GuestDevices devices, DomainDevice device, string port = "iobase")
    {
        if (!devices.Guest.Arch.IsX86())
        {
            throw devices.NotOnMachine(device);
        }

        return device.Address switch
        {
            null => properties,
            IsaAddress isa when port == "iobase" => properties.With(port, isa.IoBase).With("irq", isa.Irq),
            IsaAddress isa => properties.With(port, isa.IoBase),
            { } other => throw devices.Unsupported(device, "address type", other.Type, "isa"),
        };
    }
}
