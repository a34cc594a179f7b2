namespace NVirt.Qemu.CommandLine.Sections;

/// <summary>The QMP sockets and the event log.</summary>
internal static class MonitorSection
{
    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        WriteSocket(arguments, guest.Options.MonitorSocket, "monitor");
        WriteSocket(arguments, guest.Options.QuestionSocket, "questions");
        if (guest.Options.Journal is { } path)
        {
            arguments.Add("-chardev", new OptionText("pipe").Add("id", "charjournal").Add("path", path));
            WriteControl(arguments, "journal");
        }
    }

    private static void WriteSocket(ArgumentList arguments, string? path, string id)
    {
        if (path is not null)
        {
            arguments.Add(
                "-chardev", new OptionText("socket").Add("id", "char" + id).Add("path", path).Add("server", true).Add("wait", false));
            WriteControl(arguments, id);
        }
    }

    private static void WriteControl(ArgumentList arguments, string id) =>
        arguments.Add("-mon", new OptionText().Add("chardev", "char" + id).Add("id", id).Add("mode", "control"));
}
