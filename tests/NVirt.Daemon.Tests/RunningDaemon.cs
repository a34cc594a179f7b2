namespace NVirt.Daemon.Tests;

/// <summary>A daemon that the tests of a class share.</summary>
public sealed class RunningDaemon : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private DaemonProcess? _daemon;

    /// <summary>Where clients may change things.</summary>
    public string Socket => _daemon!.Socket;

    /// <summary>Where they may only read.</summary>
    public string ReadOnlySocket => _daemon!.ReadOnlySocket;

    /// <summary>The folder of domains.</summary>
    public string Root => Path.Combine(_folder.Root, "root");

    public async ValueTask InitializeAsync() => _daemon = await DaemonProcess.StartAsync(_folder.Root);

    public async ValueTask DisposeAsync()
    {
        if (_daemon is not null)
        {
            await _daemon.DisposeAsync();
        }

        _folder.Dispose();
    }
}
