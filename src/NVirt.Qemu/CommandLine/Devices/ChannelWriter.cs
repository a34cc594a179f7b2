using NVirt.Domains.Documents.Devices;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>Channels, such as the guest agent's.</summary>
internal static class ChannelWriter
{
    public static void Write(GuestDevices devices, CharacterDevice channel)
    {
        if (channel.TargetType != "virtio")
        {
            throw devices.Unsupported(channel, "target type", channel.TargetType, "virtio");
        }

        string id = devices.Numbered(channel, "channel");
        string backend = CharacterBackendWriter.Write(devices, channel, id);
        devices.Write(GuestDevices.Properties("virtserialport", id)
            .OnVirtioSerial(devices, channel)
            .With("chardev", backend)
            .With("name", channel.TargetName));
    }
}
