using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Domains.Documents.Devices;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>Serial ports.</summary>
internal static class SerialWriter
{
    public static void Write(GuestDevices devices, CharacterDevice serial)
    {
        bool isX86 = devices.Guest.Arch.IsX86();
        string id = devices.Numbered(serial, "serial");
        string backend = CharacterBackendWriter.Write(devices, serial, id);
        string target = serial.TargetType ?? (isX86 ? "isa-serial" : "system-serial");
        devices.Notes.Add(serial, "target", "type", target);
        switch (target)
        {
            case "isa-serial":
                devices.Notes.Add(serial, "target", "port", Text.Of("{0}", serial.TargetPort ?? PortOf(devices, serial)));
                devices.Notes.Add(serial, "target/model", "name", target);
                devices.Write(Port(target).With("index", serial.TargetPort).OnIsa(devices, serial));
                break;
            case "usb-serial":
                devices.Write(Port("usb-serial").OnUsb(devices, serial));
                break;
            case "pci-serial":
                devices.WritePci(serial, Port("pci-serial"));
                break;
            case "system-serial" when !isX86 && devices.All.First(d => d.Element == "serial") == serial:
                devices.WarnOfAddress(serial);

                // The machine's own port: only its backend is given.
                devices.WriteOption("-serial", "chardev:" + backend);
                break;
            case "system-serial":
                throw devices.NotOnMachine(serial);
            case { } other:
                throw devices.Unsupported(serial, "target type", other, "isa-serial, usb-serial, pci-serial, system-serial");
        }

        JsonObject Port(string driver) => GuestDevices.Properties(driver, id).With("chardev", backend);
    }

    // As QEMU counts: all that come before it.
    private static uint PortOf(GuestDevices devices, CharacterDevice serial) =>
        (uint)devices.All.OfType<CharacterDevice>().Where(d => d is { Element: "serial", TargetType: null or "isa-serial" })
            .TakeWhile(d => !ReferenceEquals(d, serial)).Count();
}
