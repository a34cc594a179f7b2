using NVirt.Domains.Documents.Devices;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>The memory balloon.</summary>
internal static class MemballoonWriter
{
    public static void Write(GuestDevices devices, MemballoonDevice balloon)
    {
        if (balloon.Model == "none")
        {
            return;
        }

        devices.WarnIf(balloon.StatsPeriod is not null, balloon, "stats period");
        string driver = DeviceProperties.Virtio(devices, balloon, "virtio-balloon", balloon.Model);
        devices.WritePci(balloon, GuestDevices.Properties(driver, devices.Numbered(balloon, "balloon"))
            .With("deflate-on-oom", balloon.AutoDeflate)
            .With("free-page-reporting", balloon.FreePageReporting));
    }
}
