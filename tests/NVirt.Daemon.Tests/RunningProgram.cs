using System.Collections.Concurrent;
using System.Diagnostics;

namespace NVirt.Daemon.Tests;

/// <summary>A program that runs until the test is done with it, and what it says meanwhile.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = new();

    private RunningProgram(ProcessStartInfo start)
    {
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["LC_ALL"] = "C.UTF-8";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Take;
        _process.ErrorDataReceived += Take;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The lines that it has said so far.</summary>
    public IReadOnlyCollection<string> Said => _said;

    /// <summary>Starts it.</summary>
    /// <param name="environment">What differs from the test's own environment.</param>
    /// <param name="program">The program.</param>
    /// <param name="words">Its arguments.</param>
    public static RunningProgram Start(IReadOnlyDictionary<string, string> environment, string program, params string[] words)
    {
        ProcessStartInfo start = new(program, words);
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new RunningProgram(start);
    }

    /// <summary>Waits until something is so; that the program ends before fails the test, with what it said.</summary>
    public async Task WaitUntilAsync(Func<bool> isSo)
    {
        await Eventually.IsAsync(() => isSo() || _process.HasExited);
        Assert.True(isSo(), $"{_process.StartInfo.FileName} has ended:\n{string.Join('\n', _said)}");
    }

    /// <summary>Waits until it has said something.</summary>
    public Task WaitForAsync(string words) => WaitUntilAsync(() => _said.Any(s => s.Contains(words, StringComparison.Ordinal)));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Take(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } said)
        {
            _said.Enqueue(said);
        }
    }
}
