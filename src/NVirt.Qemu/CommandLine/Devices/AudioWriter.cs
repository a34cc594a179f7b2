using NVirt.Domains.Documents.Devices;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>The host's audio backend: none.</summary>
internal static class AudioWriter
{
    public static void Write(GuestDevices devices, AudioDevice audio)
    {
        devices.WarnOfAddress(audio);
        if (audio.Type == "none")
        {
            devices.WriteOption("-audiodev", new OptionText("none").Add("id", devices.Name(audio, Text.Of("audio{0}", audio.Id))));
        }
        else
        {
            devices.Warn(audio, Text.Of(Messages.Args_Device, audio.Element));
        }
    }
}
