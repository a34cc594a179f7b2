namespace NVirt.Qemu.CommandLine.Sections;

/// <summary><c>-name</c>, and <c>-S</c>.</summary>
internal static class NameSection
{
    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        if (guest.Domain.Name is { } name)
        {
            arguments.Add("-name", new OptionText().Add("guest", name).Add("debug-threads", true));
        }

        if (guest.Options.IsPaused)
        {
            arguments.Add("-S");
        }
    }
}
