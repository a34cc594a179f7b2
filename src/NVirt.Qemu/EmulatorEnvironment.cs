using System.Diagnostics;

namespace NVirt.Qemu;

/// <summary>
/// The environment of an emulator. It is built from scratch, because variables such as LD_PRELOAD are meant for this process.
/// </summary>
internal static class EmulatorEnvironment
{
    // Where QEMU finds its helper programs.
    private const string Path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static readonly (string Name, string Value)[] All = [("PATH", Path), ("LC_ALL", "C"), ("HOME", "/")];

    /// <summary>It, as the kernel takes it.</summary>
    public static IEnumerable<string> Words => All.Select(v => $"{v.Name}={v.Value}");

    /// <summary>Gives a process that is about to start its own environment.</summary>
    public static void Build(ProcessStartInfo start)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        start.Environment.Clear();
        foreach ((string name, string value) in All)
        {
            start.Environment[name] = value;
        }
    }
}
