namespace NVirt.Qemu.CommandLine;

/// <summary>The socket for QMP.</summary>
internal static class MonitorSection
{
    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        if (guest.Options.MonitorSocket is { } path)
        {
            arguments.Add("-chardev", new OptionText("socket").Add("id", "charmonitor").Add("path", path).Add("server", true).Add("wait", false));
            arguments.Add("-mon", new OptionText().Add("chardev", "charmonitor").Add("id", "monitor").Add("mode", "control"));
        }
    }
}
