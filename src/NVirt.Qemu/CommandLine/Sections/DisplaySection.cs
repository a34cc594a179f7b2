using NVirt.Domains.Documents.Devices;

namespace NVirt.Qemu.CommandLine.Sections;

/// <summary>No window for a domain without graphics; QEMU would open one.</summary>
internal static class DisplaySection
{
    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        if (!guest.Domain.Devices.Of<GraphicsDevice>().Any())
        {
            arguments.Add("-display", "none");
        }
    }
}
