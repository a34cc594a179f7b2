using System.Collections.Immutable;
using NVirt.Domains.Documents.Devices;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>What is decided about devices while they are written, for the document of the guest.</summary>
internal sealed class DeviceNotes
{
    private readonly Dictionary<DomainDevice, List<DeviceFact>> _facts = new(ReferenceEqualityComparer.Instance);

    public void Add(DomainDevice device, string path, string attribute, string value)
    {
        if (!_facts.TryGetValue(device, out List<DeviceFact>? known))
        {
            known = [];
            _facts.Add(device, known);
        }

        known.Add(new DeviceFact(path, attribute, value));
    }

    /// <summary>Notes a PCI function.</summary>
    public void Add(DomainDevice device, uint bus, uint slot, uint function)
    {
        foreach ((string name, string value) in Pci(bus, slot, function))
        {
            Add(device, "address", name, value);
        }
    }

    /// <summary>Notes a place on a disk controller.</summary>
    public void Add(DomainDevice device, DriveAddress drive)
    {
        Add(device, "address", "type", "drive");
        Add(device, "address", "controller", Text.Of("{0}", drive.Controller));
        Add(device, "address", "bus", Text.Of("{0}", drive.Bus));
        Add(device, "address", "target", Text.Of("{0}", drive.Target));
        Add(device, "address", "unit", Text.Of("{0}", drive.Unit));
    }

    /// <summary>The facts of a device, in the order in which they were noted.</summary>
    public ImmutableArray<DeviceFact> Of(DomainDevice device) => _facts.TryGetValue(device, out List<DeviceFact>? known) ? [.. known] : [];

    /// <summary>The attributes of a PCI function's address, as libvirt writes them.</summary>
    public static IEnumerable<(string Name, string Value)> Pci(uint bus, uint slot, uint function) =>
    [
        ("type", "pci"), ("domain", "0x0000"), ("bus", Text.Of("0x{0:x2}", bus)), ("slot", Text.Of("0x{0:x2}", slot)),
        ("function", Text.Of("0x{0:x}", function)),
    ];
}
