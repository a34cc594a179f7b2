namespace NVirt.Qemu.CommandLine.Sections;

/// <summary>A guest whose state is received waits until QEMU is told from where.</summary>
internal static class IncomingSection
{
    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        if (guest.Options.IsIncoming)
        {
            arguments.Add("-incoming", "defer");
        }
    }
}
