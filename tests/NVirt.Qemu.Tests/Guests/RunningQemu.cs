using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Domains.Documents;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.HostModels;
using NVirt.Qemu.Qmp;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Guests;

/// <summary>A QEMU that runs a domain with our command line, and no other code of ours.</summary>
internal sealed class RunningQemu : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Process _process;
    private readonly Task<string> _complaints;
    private readonly TempFolder _folder;
    private QmpClient? _qmp;

    private RunningQemu(Process process, TempFolder folder)
    {
        _process = process;
        _folder = folder;
        _complaints = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
    }

    public QmpClient Qmp => _qmp!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts it.</summary>
    /// <param name="domain">The domain, as XML.</param>
    /// <param name="isPaused">Whether the guest waits for <c>cont</c>.</param>
    /// <param name="more">Further arguments for QEMU, for example <c>-incoming</c>.</param>
    public static async Task<RunningQemu> StartAsync(string domain, bool isPaused = false, params string[] more)
    {
        TempFolder folder = new();
        string socket = Path.Combine(folder.Root, "qmp");
        QemuArguments arguments = QemuCommandLine.Build(
            DomainDocument.Parse(domain, "domain.xml"),
            await RealQemu.Capabilities,
            QemuHost.ThisMachine(),
            new QemuCommandLineOptions { IsPaused = isPaused, MonitorSocket = socket });
        Assert.Empty(arguments.Warnings);
        ProcessStartInfo start = new(arguments.Emulator, [.. arguments.Arguments, .. more])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        RunningQemu qemu = new(Process.Start(start)!, folder);
        try
        {
            qemu._qmp = await qemu.ConnectAsync(socket);
            return qemu;
        }
        catch
        {
            await qemu.DisposeAsync();
            throw;
        }
    }

    public Task<JsonElement> ExecuteAsync(string command, JsonObject? arguments = null) =>
        Qmp.ExecuteAsync(command, arguments, cancellation: Cancellation);

    /// <summary>Waits for an event, skipping those before it.</summary>
    public async Task<QmpEvent> WaitForEventAsync(string name) =>
        await Qmp.ReadEventsAsync(Cancellation).FirstAsync(e => e.Name == name, Cancellation).AsTask()
            .WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_qmp is not null)
        {
            await _qmp.DisposeAsync();
        }

        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _folder.Dispose();
    }

    private async Task<QmpClient> ConnectAsync(string socket)
    {
        while (true)
        {
            try
            {
                return await QmpClient.ConnectAsync(socket, cancellation: Cancellation);
            }
            catch (QmpException e) when (e.Kind == QmpErrorKind.Unreachable)
            {
                if (_process.HasExited)
                {
                    Assert.Fail(await _complaints);
                }

                await Task.Delay(Pause, Cancellation);
            }
        }
    }
}
