using NVirt.Domains.Documents.Devices;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>The controllers of a guest by type and number, and the names of their buses.</summary>
internal sealed class ControllerTable
{
    private readonly GuestDevices _devices;
    private readonly Dictionary<(string Type, uint Index), string> _buses = [];
    private readonly Dictionary<string, uint> _next = [];
    private readonly HashSet<string> _refused = [];
    private uint? _fastUsb;

    public ControllerTable(GuestDevices devices)
    {
        _devices = devices;
        foreach (ControllerDevice controller in devices.All.OfType<ControllerDevice>())
        {
            if (controller.Index is { } index)
            {
                _next[controller.Type] = Math.Max(_next.GetValueOrDefault(controller.Type), index + 1);
            }
        }
    }

    /// <summary>
    /// The machine's own bus, which exists without a controller; <see langword="null"/> if none is known.
    /// </summary>
    public static string? RootBus(QemuGuest guest) =>
        guest.IsMachine("pc-q35") || guest.IsMachine("virt") ? "pcie.0" : guest.IsMachine("pc-i440fx") ? "pci.0" : null;

    /// <summary>
    /// The index of a controller; one without an index gets the next, and a companion of a fast USB controller the index of that before it.
    /// </summary>
    public uint IndexOf(ControllerDevice controller)
    {
        uint index = controller.Index ?? ((UsbControllerWriter.IsCompanion(controller) ? _fastUsb : null) ?? Next(controller));
        if (controller is { Type: "usb", Model: "ich9-ehci1" })
        {
            _fastUsb = index;
        }

        return index;
    }

    /// <summary>Records that a controller was written, with the name of its first bus.</summary>
    public void Add(ControllerDevice controller, uint index, string bus) => _buses[(controller.Type, index)] = bus;

    /// <summary>Records that a controller was refused: what is plugged into it need not be refused as well.</summary>
    public void Refuse(ControllerDevice controller) => _refused.Add(controller.Type);

    /// <summary>The first bus of a controller that has been written.</summary>
    public string Bus(DomainDevice device, string type, uint index) => _buses.TryGetValue((type, index), out string? bus) ? bus
        : _refused.Contains(type) ? type + ".0"
        : throw _devices.Refuse(device, Text.Of(Messages.Args_NoController, device.Element, type, index));

    /// <summary>A PCI bus.</summary>
    public string PciBus(DomainDevice device, uint index) => index == 0 ? RootBus(_devices.Guest)! : Bus(device, "pci", index);

    private uint Next(ControllerDevice controller)
    {
        uint next = _next.GetValueOrDefault(controller.Type);

        // The first PCI controller is part of the machine.
        next = next == 0 && controller is { Type: "pci", Model: not ("pci-root" or "pcie-root") } ? 1 : next;
        _next[controller.Type] = next + 1;
        return next;
    }
}
