using NVirt.Cpu;
using NVirt.Domains;

namespace NVirt.Qemu.CommandLine;

/// <summary>Input devices. Those for PS/2 are part of the machine.</summary>
internal static class InputWriter
{
    /// <summary>The bus of an input device; one that says none gets the usual one.</summary>
    public static string BusOf(QemuGuest guest, InputDevice input) => input.Bus ?? (guest.Arch.IsX86() && input.Type != "tablet" ? "ps2" : "usb");

    public static void Write(GuestDevices devices, InputDevice input)
    {
        if (input.Type is not ("mouse" or "keyboard" or "tablet"))
        {
            throw devices.Unsupported(input, "type", input.Type, "mouse, keyboard, tablet");
        }

        switch (BusOf(devices.Guest, input))
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
