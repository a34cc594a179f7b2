using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using NVirt.Testing;

namespace NVirt.Interop;

/// <summary>A process that uses libvirt through python3-libvirt: its embedded QEMU driver ("embed") and test driver ("test").</summary>
internal sealed class LibvirtProcess : IDisposable
{
    private const string Python = "/usr/bin/python3";

    // libvirt does not use what it does not find in PATH.
    private const string OnOtherTree = "PATH=/nonexistent; /bin/mount --bind \"$0\" /sys/devices/system && exec \"$@\"";

    private readonly Process _process;
    private readonly StringBuilder _complaints = new();

    private LibvirtProcess(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) => _complaints.AppendLine(line.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary>libvirt's version, as a million for each major one and a thousand for each minor one.</summary>
    public int Version { get; private set; }

    /// <summary>Starts it.</summary>
    /// <param name="folder">A folder for the embedded driver and what else it needs.</param>
    /// <param name="problem">Why it did not start.</param>
    public static LibvirtProcess? TryStart(TempFolder folder, out string? problem) => TryStart(Start(folder, Client(folder)), out problem);

    /// <summary>Starts it as on another machine: with a different /sys/devices/system, and without emulators.</summary>
    /// <param name="folder">A folder for the embedded driver and what else it needs.</param>
    /// <param name="system">Its /sys/devices/system.</param>
    /// <param name="problem">Why it did not start.</param>
    public static LibvirtProcess? TryStartOn(string system, TempFolder folder, out string? problem)
    {
        string[] command = ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", OnOtherTree, system, .. Client(folder)];
        return TryStart(Start(folder, command), out problem);
    }

    /// <summary>Calls a method of python3-libvirt's connection class.</summary>
    public LibvirtAnswer Ask(string connection, string method, params object[] arguments)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize<object[]>([connection, method, .. arguments]));
        return ReadAnswer() ?? throw new InvalidOperationException($"libvirt's client ended: {_complaints}");
    }

    private static string[] Client(TempFolder folder) =>
        [Python, Path.Combine(Places.Root, "tests", "NVirt.Interop", "libvirt_client.py"), Path.Combine(folder.Root, "embed")];

    private static ProcessStartInfo Start(TempFolder folder, string[] command)
    {
        ProcessStartInfo start = new(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        LibvirtAccount.AddTo(start, folder);
        return start;
    }

    private static LibvirtProcess? TryStart(ProcessStartInfo start, out string? problem)
    {
        LibvirtProcess process;
        try
        {
            process = new LibvirtProcess(Process.Start(start)!);
        }
        catch (Win32Exception e)
        {
            problem = $"{start.FileName} cannot be started: {e.Message}";
            return null;
        }

        if (process.ReadAnswer() is { } version)
        {
            process.Version = version.Value.GetInt32();
            problem = null;
            return process;
        }

        process._process.WaitForExit();
        problem = $"libvirt cannot be asked: {process._complaints}";
        process.Dispose();
        return null;
    }

    private LibvirtAnswer? ReadAnswer() =>
        _process.StandardOutput.ReadLine() is { } line ? JsonSerializer.Deserialize<LibvirtAnswer>(line, JsonSerializerOptions.Web) : null;

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            {
                _process.Kill(entireProcessTree: true);
                _process.WaitForExit();
            }
        }

        _process.Dispose();
    }
}
