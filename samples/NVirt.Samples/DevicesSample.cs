using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;

namespace NVirt.Samples;

/// <summary>Which devices tie a guest to its host?</summary>
public static class DevicesSample
{
    /// <summary>Writes a line for each device of a domain: where it is plugged in, and what of the host it needs.</summary>
    public static async Task RunAsync(string domain, TextWriter output, CancellationToken cancellation = default)
    {
        DomainDocument document = await DomainDocument.ReadFileAsync(domain, cancellation);
        foreach (DomainDevice device in document.Definition.Devices.All)
        {
            await output.WriteLineAsync($"{device.Place.Line}: {device.Element} at {Place(device.Address)}{Needs(device)}");
        }
    }

    private static string Place(DeviceAddress? address) => address switch
    {
        null => "a place that is chosen at the start",
        PciAddress { Slot: { } slot } pci => $"PCI {pci.Domain:x4}:{pci.Bus ?? 0:x2}:{slot:x2}.{pci.Function}",
        DriveAddress drive => $"controller {drive.Controller}, unit {drive.Unit}",
        UsbAddress usb => $"USB bus {usb.Bus}",
        CcwAddress ccw => $"channel {ccw.Cssid:x}.{ccw.Ssid:x}.{ccw.Devno:x4}",
        IsaAddress isa => $"I/O port {isa.IoBase:x}",
        DimmAddress dimm => $"memory slot {dimm.Slot}",
        SpaprVioAddress vio => $"register {vio.Register:x}",
        VirtioSerialAddress serial => $"serial port {serial.Port}",
        OtherAddress other => other.Type,
        _ => $"a chosen place on {address.Type}",
    };

    private static string Needs(DomainDevice device) => device switch
    {
        HostDevice { HostPci: { } pci } => $"; needs the host's PCI device in slot {pci.Slot:x2}",
        HostDevice host => $"; needs a device of the host ({host.Type})",
        TpmDevice { Path: { } path } => $"; needs the host's {path}",
        DiskDevice { Source.Host: DeviceHost host } => $"; needs {host.Name}, port {host.Port}",
        VsockDevice { Cid: { } number } => $"; needs the number {number}, which no other guest of the host may have",
        SoundDevice sound => $"; a sound card of the model {sound.Model}",
        OtherDevice => "; kept in the document, and not interpreted",
        _ => string.Empty,
    };
}
