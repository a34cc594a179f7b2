namespace NVirt.Qemu.CommandLine.Sections;

/// <summary>What QEMU gives up: old and rare calls to the kernel, more rights, other programs, and changing its own limits.</summary>
internal static class SandboxSection
{
    private static readonly string[] Denied = ["obsolete", "elevateprivileges", "spawn", "resourcecontrol"];

    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        if (guest.Options.IsSandboxed)
        {
            arguments.Add("-sandbox", Denied.Aggregate(new OptionText("on"), (text, name) => text.Add(name, "deny")));
        }
    }
}
