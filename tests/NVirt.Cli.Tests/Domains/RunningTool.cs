using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using NVirt.Testing;

namespace NVirt.Cli.Tests.Domains;

/// <summary>The tool as a running process.</summary>
internal sealed class RunningTool : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // Bits of signals 1 and 15 in /proc/PID/status.
    private const ulong Hangup = 1;
    private const ulong Terminate = 1UL << 14;

    private readonly Process _process;

    private RunningTool(Process process) => _process = process;

    public int Id => _process.Id;

    public StreamReader Output => _process.StandardOutput;

    public StreamReader Error => _process.StandardError;

    public StreamWriter Input => _process.StandardInput;

    public static RunningTool Start(params string[] words) => Start(new Dictionary<string, string>(StringComparer.Ordinal), words);

    /// <summary>The same with additional variables.</summary>
    public static RunningTool Start(IReadOnlyDictionary<string, string> variables, params string[] words)
    {
        // In the background of a shell, interrupts are ignored, and .NET does not change that.
        ProcessStartInfo start =
            new("env", ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "nvirt.dll"), .. words])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                WorkingDirectory = Places.Root,
            };
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        start.Environment["LC_ALL"] = "C";
        return new RunningTool(Process.Start(start)!);
    }

    /// <summary>Waits until it handles signals.</summary>
    /// <remarks>The last one that it starts to handle is SIGHUP; where that is ignored, as under nohup, SIGTERM.</remarks>
    public Task WaitUntilItListensAsync() => Eventually.IsAsync(() => _process.HasExited || Catches());

    /// <summary>Sends it a signal.</summary>
    public void Signal(PosixSignal signal) =>
        Peer.Output("kill", "-" + signal.ToString()["SIG".Length..], _process.Id.ToString(CultureInfo.InvariantCulture));

    /// <summary>Waits until it ends.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitAsync()
    {
        // A tool that hangs fails its test, and holds up no other.
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private bool Catches()
    {
        string[] status = File.ReadAllLines($"/proc/{Id}/status");
        ulong last = (Signals(status, "SigIgn:") & Hangup) != 0 ? Terminate : Hangup;
        return (Signals(status, "SigCgt:") & last) != 0;
    }

    private static ulong Signals(string[] status, string name) => ulong.Parse(
        status.First(l => l.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim(),
        NumberStyles.HexNumber,
        CultureInfo.InvariantCulture);
}
