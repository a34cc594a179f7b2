using NVirt.Domains;

namespace NVirt.Qemu.CommandLine;

/// <summary>No window where the domain has no graphics; QEMU would open one.</summary>
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
