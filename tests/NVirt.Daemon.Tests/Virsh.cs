using System.Diagnostics;

namespace NVirt.Daemon.Tests;

/// <summary>libvirt's own client.</summary>
internal static class Virsh
{
    private static string Path => Environment.IsPrivilegedProcess ? "system" : "session";

    /// <summary>The URI of a daemon's socket.</summary>
    public static string UriOf(string socket) => $"qemu:///{Path}?socket={socket}";

    /// <summary>Skips the test where there is no virsh, or no QEMU.</summary>
    public static void Require()
    {
        Needs.Linux("the daemon's sockets are those of Linux");
        Needs.Program("virsh", "libvirt-clients");
        Needs.Program("qemu-system-x86_64", "qemu-system-x86");
    }

    /// <summary>Runs a command on a socket.</summary>
    public static (int Code, string Said) On(string socket, params string[] words) => At(UriOf(socket), words);

    /// <summary>Runs a command on a URI.</summary>
    public static (int Code, string Said) At(string uri, params string[] words) => Run("virsh", ["-c", uri, .. words]);

    /// <summary>Runs a command that must succeed.</summary>
    public static string Succeed(string socket, params string[] words)
    {
        (int code, string said) = On(socket, words);
        Assert.True(code == 0, $"virsh {string.Join(' ', words)}: {code}\n{said}");
        return said;
    }

    /// <summary>Runs a program; its output and its errors together.</summary>
    public static (int Code, string Said) Run(string program, params string[] words)
    {
        ProcessStartInfo start = new(program, words)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }
}
