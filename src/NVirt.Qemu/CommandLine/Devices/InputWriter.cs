using NVirt.Cpu;
using NVirt.Domains.Documents.Devices;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>Input devices. PS/2 devices are part of the machine.</summary>
internal static class InputWriter
{
    /// <summary>The bus of an input device; one without a bus gets the usual one.</summary>
    public static string BusOf(QemuGuest guest, InputDevice input) =>
        input.Bus ?? (guest.Arch.IsX86() && input.Type != "tablet" ? "ps2" : "usb");

    public static void Write(GuestDevices devices, InputDevice input)
    {
        if (input.Type is not ("mouse" or "keyboard" or "tablet"))
        {
            throw devices.Unsupported(input, "type", input.Type, "mouse, keyboard, tablet");
        }

        string bus = BusOf(devices.Guest, input);
        devices.Notes.Add(input, string.Empty, "bus", bus);
        switch (bus)
        {
            case "ps2" when devices.Guest.Arch.IsX86() && input.Type != "tablet":
                break;
            case "ps2":
                throw devices.NotOnMachine(input);
            case "usb":
                string driver = input.Type == "keyboard" ? "usb-kbd" : "usb-" + input.Type;
                devices.Write(GuestDevices.Properties(driver, devices.Numbered(input, "input")).OnUsb(devices, input));
                break;
            case "virtio":
                string kind = DeviceProperties.Virtio(devices, input, $"virtio-{input.Type}", input.Model ?? "virtio");
                devices.WritePci(input, GuestDevices.Properties(kind, devices.Numbered(input, "input")));
                break;
            case { } other:
                throw devices.Unsupported(input, "bus", other, "ps2, usb, virtio");
        }
    }
}
