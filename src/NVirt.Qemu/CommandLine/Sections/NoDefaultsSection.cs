namespace NVirt.Qemu.CommandLine.Sections;

/// <summary>Only what the domain says: no default devices, no user configuration.</summary>
internal static class NoDefaultsSection
{
    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        arguments.Add("-no-user-config");
        arguments.Add("-nodefaults");
    }
}
