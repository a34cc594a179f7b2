namespace NVirt.Qemu.CommandLine;

/// <summary>A guest that comes from elsewhere waits until QEMU is told from where.</summary>
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
