using System.Diagnostics;
using System.Text.Json.Nodes;
using NVirt.Qemu.Qmp;

namespace NVirt.Benchmarks;

/// <summary>QEMU started with given arguments and told what is needed, and nothing else: what a driver cannot be faster than.</summary>
internal sealed class BareQemu : IDisposable
{
    private readonly Process _process;

    private BareQemu(Process process, QmpClient qmp)
    {
        _process = process;
        Qmp = qmp;
    }

    public QmpClient Qmp { get; }

    /// <summary>Starts it and waits for its greeting.</summary>
    /// <param name="arguments">The binary and its arguments.</param>
    /// <param name="folder">The folder that they name for sockets and the journal.</param>
    public static async Task<BareQemu> StartAsync(string[] arguments, string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, "events.out"), []);
        using (Process pipe = Process.Start("mkfifo", Path.Combine(folder, "events.in")))
        {
            await pipe.WaitForExitAsync();
        }

        Process process =
            Process.Start(new ProcessStartInfo(arguments[0], arguments[1..]) { RedirectStandardError = true, UseShellExecute = false })!;
        string socket = Path.Combine(folder, "m");
        while (true)
        {
            try
            {
                return new BareQemu(process, await QmpClient.ConnectAsync(socket));
            }
            catch (QmpException e) when (e.Kind == QmpErrorKind.Unreachable && !process.HasExited)
            {
                await Task.Delay(1);
            }
        }
    }

    public Task ContinueAsync() => Qmp.ExecuteAsync("cont");

    /// <summary>Sends its guest to another one, and lets it run there.</summary>
    public async Task MoveToAsync(BareQemu there, string socket)
    {
        await there.Qmp.ExecuteAsync("migrate-incoming", new JsonObject { ["uri"] = "unix:" + socket });
        await Qmp.ExecuteAsync("migrate", new JsonObject { ["uri"] = "unix:" + socket });
        foreach (QmpClient end in (QmpClient[])[Qmp, there.Qmp])
        {
            while ((await end.ExecuteAsync("query-migrate")).GetProperty("status").GetString() != "completed")
            {
                await Task.Delay(1);
            }
        }

        await there.ContinueAsync();
    }

    public void Dispose()
    {
        Qmp.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
