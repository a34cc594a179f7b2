using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using NVirt.Xml;

namespace NVirt.Daemon.Sockets;

/// <summary>Sockets that systemd listens at, and hands over when the daemon starts (<c>sd_listen_fds</c>).</summary>
internal static partial class SystemdSockets
{
    private const int First = 3;
    private const int Most = 16;
    private const int SetDescriptorFlags = 2;
    private const int CloseOnExec = 1;

    /// <summary>Takes what was handed over to this process; nothing if nothing was.</summary>
    public static IReadOnlyList<Socket> Take()
    {
        string? process = Environment.GetEnvironmentVariable("LISTEN_PID");
        string? count = Environment.GetEnvironmentVariable("LISTEN_FDS");
        foreach (string name in (string[])["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"])
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        if (process != Environment.ProcessId.ToString(CultureInfo.InvariantCulture)
            || !Digits.TryParse(count, out int sockets))
        {
            return [];
        }

        return [.. Enumerable.Range(First, Math.Min(sockets, Most)).Select(Open)];
    }

    // An emulator must not inherit it.
    private static Socket Open(int descriptor)
    {
        _ = Control(descriptor, SetDescriptorFlags, CloseOnExec);
        return new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, nint argument);
}
