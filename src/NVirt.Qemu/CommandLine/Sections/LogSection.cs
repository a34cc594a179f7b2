namespace NVirt.Qemu.CommandLine;

/// <summary>QEMU's messages begin with the time.</summary>
internal static class LogSection
{
    public static void Write(QemuGuest guest, ArgumentList arguments) => arguments.Add("-msg", new OptionText().Add("timestamp", true));
}
