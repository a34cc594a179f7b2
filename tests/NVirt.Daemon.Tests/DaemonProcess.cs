using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace NVirt.Daemon.Tests;

/// <summary>A daemon as a process of its own, in a folder that the test keeps.</summary>
internal sealed class DaemonProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly Task<string> _said;

    private DaemonProcess(string folder, ProcessStartInfo start)
    {
        Socket = Path.Combine(folder, "run", "nvirt-sock");
        start.UseShellExecute = false;
        start.RedirectStandardError = true;
        start.Environment["LC_ALL"] = "C";
        _process = Process.Start(start)!;
        _said = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Where clients may change things.</summary>
    public string Socket { get; }

    /// <summary>Where they may only read.</summary>
    public string ReadOnlySocket => Socket + "-ro";

    /// <summary>The memory that it has now, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>The words of a daemon that keeps its domains and sockets in a folder.</summary>
    public static string[] Words(string folder, params string[] more) =>
    [
        Path.Combine(AppContext.BaseDirectory, "nvirtd.dll"), "--root", Path.Combine(folder, "root"), "--run", Path.Combine(folder, "run"),
        .. more,
    ];

    /// <summary>Starts a daemon, and waits until it takes clients.</summary>
    public static async Task<DaemonProcess> StartAsync(string folder, params string[] more)
    {
        DaemonProcess daemon = Start(folder, new ProcessStartInfo("dotnet", Words(folder, more)));
        await daemon.WaitForAsync(daemon.Socket);
        return daemon;
    }

    /// <summary>Starts a program that becomes the daemon.</summary>
    public static DaemonProcess Start(string folder, ProcessStartInfo start) => new(folder, start);

    /// <summary>Waits until somebody listens at a socket.</summary>
    public async Task WaitForAsync(string socket)
    {
        while (!IsListening(socket))
        {
            Assert.False(_process.HasExited, _process.HasExited ? await _said : string.Empty);
            await Task.Delay(20);
        }
    }

    /// <summary>Sends a signal.</summary>
    public void Signal(string name) => Peer.Output("kill", $"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture));

    /// <summary>Waits until it has ended, and gives what it logged.</summary>
    public async Task<string> WaitForEndAsync()
    {
        using CancellationTokenSource patience = new(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return await _said;
    }

    /// <summary>Ends it as the system does.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal("TERM");
            await WaitForEndAsync();
        }

        _process.Dispose();
    }

    private static bool IsListening(string path)
    {
        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
