using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Sections;

/// <summary><c>-uuid</c>, and SMBIOS tables.</summary>
internal static class IdentitySection
{
    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        if (guest.Domain.Uuid is { } uuid)
        {
            arguments.Add("-uuid", uuid.ToString("D"));
        }

        if (guest.Domain.Os.Smbios is { } mode and ("host" or "sysinfo"))
        {
            guest.Report(guest.Refuse("os/smbios", Text.Of(Messages.Args_Smbios, mode)));
        }
    }
}
