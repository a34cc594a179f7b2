using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace NVirt.Daemon.Tests.Hosting;

/// <summary>What systemd does for a daemon, by hand.</summary>
public sealed class SystemdTests : IDisposable
{
    // Listens at the sockets that are named, as descriptors 3 and up, and becomes the rest of the words.
    private const string Activate = """
        import os, socket, sys
        count = int(sys.argv[1])
        sockets = []
        for path in sys.argv[2:2 + count]:
            s = socket.socket(socket.AF_UNIX)
            s.bind(path)
            s.listen(5)
            sockets.append(s)
        for i, s in enumerate(sockets):
            os.dup2(s.fileno(), 20 + i)
        for i in range(count):
            os.dup2(20 + i, 3 + i)
            os.set_inheritable(3 + i, True)
        os.environ["LISTEN_PID"] = str(os.getpid())
        os.environ["LISTEN_FDS"] = str(count)
        os.execvp(sys.argv[2 + count], sys.argv[2 + count:])
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sockets_that_are_handed_over_are_used_and_stay()
    {
        Virsh.Require();
        Needs.Program("python3", "python3");
        string script = _folder.Write("activate.py", Activate);
        string writing = Path.Combine(_folder.Root, "given");
        string reading = Path.Combine(_folder.Root, "given-ro");
        ProcessStartInfo start =
            new("python3", [script, "2", writing, reading, "dotnet", .. DaemonProcess.Words(_folder.Root)]);
        DaemonProcess daemon = DaemonProcess.Start(_folder.Root, start);
        await using (daemon)
        {
            await daemon.WaitForAsync(writing);
            Assert.Equal(0, Virsh.On(writing, "list").Code);
            Assert.Contains("read only", Virsh.On(reading, "undefine", "nobody").Said
                + Virsh.On(reading, "define", _folder.Write("d.xml", "<domain/>")).Said, StringComparison.OrdinalIgnoreCase);
            Assert.False(File.Exists(daemon.Socket), "it also made sockets of its own");
        }

        Assert.True(File.Exists(writing), "it removed a socket that is not its own");
    }

    [Fact]
    public async Task The_system_is_told_when_the_daemon_is_ready_and_when_it_ends()
    {
        Needs.Linux("systemd runs on Linux");
        string path = Path.Combine(_folder.Root, "notify");
        using Socket notify = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        notify.Bind(new UnixDomainSocketEndPoint(path));
        ProcessStartInfo start = new("dotnet", DaemonProcess.Words(_folder.Root));
        start.Environment["NOTIFY_SOCKET"] = path;
        await using DaemonProcess daemon = DaemonProcess.Start(_folder.Root, start);
        Assert.Contains("READY=1", await ReceiveAsync(notify), StringComparison.Ordinal);
        await daemon.WaitForAsync(daemon.Socket);
        daemon.Signal("TERM");
        Assert.Contains("STOPPING=1", await ReceiveAsync(notify), StringComparison.Ordinal);
        await daemon.WaitForEndAsync();
    }

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(1));
        byte[] buffer = new byte[4096];
        int count = await socket.ReceiveAsync(buffer, patience.Token);
        return Encoding.ASCII.GetString(buffer, 0, count);
    }
}
