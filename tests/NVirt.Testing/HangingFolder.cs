using System.Diagnostics;

namespace NVirt.Testing;

/// <summary>
/// A folder on a file system whose server hangs (<c>hanging_files.py</c>). It ends with the test, however that ends: then the server's
/// input ends, and whoever still waits for a file gets an error.
/// </summary>
internal sealed class HangingFolder : IDisposable
{
    private readonly Process _server;

    private HangingFolder(Process server, string root)
    {
        _server = server;
        Root = root;
    }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>Mounts one, or skips the test where that cannot be done.</summary>
    /// <param name="root">A folder that is there.</param>
    public static HangingFolder Mount(string root)
    {
        Needs.Linux("a file system of a process is one of Linux");
        Needs.Program("python3", "python3");
        Needs.Hardware(Environment.IsPrivilegedProcess, "only root can mount a file system");
        ProcessStartInfo start = new("python3", ["-B", Path.Combine(Places.Root, "tests/NVirt.Testing/hanging_files.py"), root])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process server = Process.Start(start)!;
        HangingFolder folder = new(server, root);
        if (server.StandardOutput.ReadLine() != "ready")
        {
            string problem = server.StandardError.ReadToEnd().Trim();
            folder.Dispose();
            Needs.Hardware(isThere: false, $"no file system can be mounted here: {problem}");
        }

        return folder;
    }

    public void Dispose()
    {
        _server.StandardInput.Close();
        _server.WaitForExit();
        _server.Dispose();
    }
}
