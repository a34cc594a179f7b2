namespace NVirt.Qemu.CommandLine;

/// <summary>Nothing but what the domain says: no devices by default, no configuration of the user's.</summary>
internal static class NoDefaultsSection
{
    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        arguments.Add("-no-user-config");
        arguments.Add("-nodefaults");
    }
}
