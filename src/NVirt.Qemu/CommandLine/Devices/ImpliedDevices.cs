using NVirt.Domains.Documents.Devices;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>
/// The devices of a document, and those that they need but the document does not name: controllers, and a video card. A console that
/// is a serial port is that port, not a separate device.
/// </summary>
internal static class ImpliedDevices
{
    public static IReadOnlyList<DomainDevice> Complete(QemuGuest guest)
    {
        List<DomainDevice> devices = [.. guest.Domain.Devices.All];
        JoinConsole(devices);
        foreach (DomainDevice device in devices.ToArray())
        {
            if (ControllerFor(guest, device) is { } type && !devices.OfType<ControllerDevice>().Any(c => c.Type == type))
            {
                devices.Add(new ControllerDevice(device.Place) { Type = type, Index = 0 });
            }
        }

        if (devices.OfType<GraphicsDevice>().FirstOrDefault() is { } graphics && !devices.OfType<VideoDevice>().Any())
        {
            devices.Add(new VideoDevice(graphics.Place));
        }

        return devices;
    }

    /// <summary>
    /// The first console is the first serial port, unless it says otherwise; if there is no port, the console creates one.
    /// </summary>
    public static void JoinConsole(List<DomainDevice> devices)
    {
        int place = devices.FindIndex(d => d.Element == "console");
        if (place < 0 || devices[place] is not CharacterDevice { TargetType: null or "serial" } console)
        {
            return;
        }

        if (devices.Any(d => d.Element == "serial"))
        {
            devices.RemoveAt(place);
        }
        else
        {
            devices[place] = console with { Element = "serial", TargetType = null };
        }
    }

    private static string? ControllerFor(QemuGuest guest, DomainDevice device) => device switch
    {
        DiskDevice { Bus: "scsi" } => "scsi",
        DiskDevice { Bus: "sata" } when !guest.IsMachine("pc-q35") => "sata",
        DiskDevice { Bus: "usb" } => "usb",
        InputDevice input when InputWriter.BusOf(guest, input) == "usb" => "usb",
        CharacterDevice { Element: "serial", TargetType: "usb-serial" } => "usb",
        CharacterDevice { Element: "channel" or "console", TargetType: "virtio" } => "virtio-serial",
        _ => null,
    };
}
