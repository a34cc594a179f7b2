using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NVirt.Cli.Tests.Domains;

/// <summary>The tool as a process of its own, while it runs.</summary>
internal sealed class RunningTool : IDisposable
{
    private readonly Process _process;

    private RunningTool(Process process) => _process = process;

    public int Id => _process.Id;

    public StreamReader Output => _process.StandardOutput;

    public StreamReader Error => _process.StandardError;

    public StreamWriter Input => _process.StandardInput;

    public static RunningTool Start(params string[] words) => Start(new Dictionary<string, string>(StringComparer.Ordinal), words);

    /// <summary>The same with variables in addition to this process's.</summary>
    public static RunningTool Start(IReadOnlyDictionary<string, string> variables, params string[] words)
    {
        // In the background of a shell, interrupts are ignored, and .NET leaves it at that.
        ProcessStartInfo start = new("env", ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "nvirt.dll"), .. words])
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

    /// <summary>Sends it a signal.</summary>
    public void Signal(PosixSignal signal) => Peer.Output("kill", "-" + signal.ToString()["SIG".Length..], _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
