using NVirt.Domains.Documents;

namespace NVirt.Qemu.CommandLine.Sections;

/// <summary><c>-boot</c>. The boot order is set on the devices (<c>bootindex</c>).</summary>
internal static class BootSection
{
    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        DomainOs os = guest.Domain.Os;
        OptionText options = new OptionText().Add("menu", os.BootMenu);
        if (os.RebootTimeout is { } timeout)
        {
            options.Add("reboot-timeout", timeout);
        }

        if (os is { BootMenu: true, BootMenuTimeout: { } splash })
        {
            options.Add("splash-time", splash);
        }

        arguments.Add("-boot", options.Add("strict", true));
    }
}
