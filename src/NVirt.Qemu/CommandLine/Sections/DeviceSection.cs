using NVirt.Cpu;
using NVirt.Domains;

namespace NVirt.Qemu.CommandLine;

/// <summary>Devices. None is written yet; each is told.</summary>
internal static class DeviceSection
{
    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        foreach (DomainDevice device in guest.Domain.Devices.All)
        {
            arguments.Warn(guest.Refuse(device.Place, Text.Of(Messages.Args_Device, device.Element)).Message);
        }
    }
}
