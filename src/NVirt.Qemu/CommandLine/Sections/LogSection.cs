namespace NVirt.Qemu.CommandLine.Sections;

/// <summary>QEMU's messages get a timestamp.</summary>
internal static class LogSection
{
    public static void Write(QemuGuest guest, ArgumentList arguments) => arguments.Add("-msg", new OptionText().Add("timestamp", true));
}
