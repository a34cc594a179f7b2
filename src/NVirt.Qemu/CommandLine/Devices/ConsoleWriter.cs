using NVirt.Domains.Documents.Devices;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>Consoles that are separate devices.</summary>
internal static class ConsoleWriter
{
    public static void Write(GuestDevices devices, CharacterDevice console)
    {
        if (console.TargetType != "virtio")
        {
            throw devices.Unsupported(console, "target type", console.TargetType ?? "serial", "virtio");
        }

        string id = devices.Numbered(console, "console");
        string backend = CharacterBackendWriter.Write(devices, console, id);
        devices.Write(GuestDevices.Properties("virtconsole", id).OnVirtioSerial(devices, console).With("chardev", backend));
    }
}
