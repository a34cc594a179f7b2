using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Domains;

namespace NVirt.Qemu.CommandLine;

/// <summary>Serial ports.</summary>
internal static class SerialWriter
{
    public static void Write(GuestDevices devices, CharacterDevice serial)
    {
        bool isX86 = devices.Guest.Arch.IsX86();
        string id = devices.Numbered(serial, "serial");
        string backend = CharacterBackendWriter.Write(devices, serial, id);
        switch (serial.TargetType ?? (isX86 ? "isa-serial" : "system-serial"))
        {
            case "isa-serial":
                devices.Write(Port("isa-serial").With("index", serial.TargetPort).OnIsa(devices, serial));
                break;
            case "usb-serial":
                devices.Write(Port("usb-serial").OnUsb(devices, serial));
                break;
            case "pci-serial":
                devices.WritePci(serial, Port("pci-serial"));
                break;
            case "system-serial" when !isX86 && devices.All.First(d => d.Element == "serial") == serial:
                devices.WarnOfAddress(serial);

                // The machine's own port: only its other end is said.
                devices.WriteOption("-serial", "chardev:" + backend);
                break;
            case "system-serial":
                throw devices.NotOnMachine(serial);
            case { } other:
                throw devices.Unsupported(serial, "target type", other, "isa-serial, usb-serial, pci-serial, system-serial");
        }

        JsonObject Port(string driver) => GuestDevices.Properties(driver, id).With("chardev", backend);
    }
}
