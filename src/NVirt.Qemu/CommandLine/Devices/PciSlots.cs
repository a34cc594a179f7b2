using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Domains.Documents.Devices;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>
/// Assigns PCI addresses. An address in the document is kept; other devices get the free slots of the first bus in order, so that they
/// are the same every time, and never where another one is to be.
/// </summary>
internal sealed class PciSlots
{
    private const uint Slots = 32;

    private readonly GuestDevices _devices;
    private readonly HashSet<uint> _takenSlots;
    private readonly HashSet<(uint Bus, uint Slot, uint Function)> _given = [];

    public PciSlots(GuestDevices devices)
    {
        _devices = devices;
        _takenSlots = [.. BuiltIn(devices.Guest)];
        foreach (PciAddress address in devices.All.Select(d => d.Address).OfType<PciAddress>().Where(IsGiven))
        {
            if (address.Bus is 0 or null)
            {
                _takenSlots.Add(address.Slot!.Value);
            }
        }
    }

    public void Place(DomainDevice device, JsonObject properties)
    {
        switch (device.Address)
        {
            case PciAddress { Domain: 0 } given when IsGiven(given):
                uint bus = given.Bus ?? 0;
                if (!_given.Add((bus, given.Slot!.Value, given.Function)))
                {
                    throw _devices.Refuse(device, Text.Of(Messages.Args_PciTaken, bus, given.Slot, given.Function));
                }

                Put(properties, _devices.Controllers.PciBus(device, bus), given.Slot.Value, given.Function);
                _devices.Notes.Add(device, bus, given.Slot.Value, given.Function);
                properties.With("multifunction", given.Multifunction);
                break;
            case null or PciAddress { Domain: 0, Bus: null or 0 }:
                uint free = Next(device);
                Put(properties, _devices.Controllers.PciBus(device, 0), free, function: 0);
                _devices.Notes.Add(device, bus: 0, free, function: 0);
                break;
            case PciAddress { Domain: 0, Bus: { } chosen }:
                properties["bus"] = _devices.Controllers.PciBus(device, chosen);
                break;
            case PciAddress { Domain: var domain }:
                throw _devices.Unsupported(device, "address domain", Text.Of("{0}", domain), "0");
            case { } other:
                throw _devices.Unsupported(device, "address type", other.Type, "pci");
        }
    }

    // The machine's own devices: host bridge; south bridge with IDE and power management; those of q35.
    private static uint[] BuiltIn(QemuGuest guest) => guest.IsMachine("pc-q35") ? [0, 0x1f] : guest.Arch.IsX86() ? [0, 1] : [0];

    // All zeroes on the first bus, where the host bridge is, means that no address was chosen.
    private static bool IsGiven(PciAddress address) => address.Slot is { } slot && (slot, address.Bus ?? 0) != (0, 0);

    private static void Put(JsonObject properties, string bus, uint slot, uint function)
    {
        properties["bus"] = bus;
        properties["addr"] = function == 0 ? $"0x{slot:x}" : $"0x{slot:x}.0x{function:x}";
    }

    private uint Next(DomainDevice device)
    {
        for (uint slot = 1; slot < Slots; slot++)
        {
            if (_takenSlots.Add(slot))
            {
                return slot;
            }
        }

        throw _devices.Refuse(device, Messages.Args_PciFull);
    }
}
