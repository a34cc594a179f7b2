using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace NVirt.Daemon.Tests.Hosting;

/// <summary>How the daemon starts, ends, and goes by its configuration.</summary>
public sealed class DaemonProcessTests : IDisposable
{
    private const string Domain = """
        <domain type='qemu'><name>web</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>
        <os><type arch='x86_64' machine='pc'>hvm</type></os></domain>
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_call_that_is_being_served_is_finished_before_the_daemon_ends()
    {
        Virsh.Require();
        DaemonProcess daemon = await DaemonProcess.StartAsync(_folder.Root);
        await using (daemon)
        {
            Virsh.Succeed(daemon.Socket, "define", _folder.Write("web.xml", Domain));

            // With an option, virsh makes one call of it; without, it looks the domain up once more.
            Task<string> start = Task.Run(
                () => Virsh.Succeed(daemon.Socket, "start", "web", "--force-boot"), TestContext.Current.CancellationToken);
            while (!IsStarting())
            {
                Assert.False(start.IsCompleted, "the start was quicker than the test");
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }

            daemon.Signal("TERM");
            Assert.Contains("started", await start, StringComparison.Ordinal);
            await daemon.WaitForEndAsync();
        }

        await using DaemonProcess next = await DaemonProcess.StartAsync(_folder.Root);
        Assert.Equal("running", Virsh.Succeed(next.Socket, "domstate", "web").Trim());
        Virsh.Succeed(next.Socket, "destroy", "web");
    }

    [Fact]
    public async Task More_clients_than_descriptors_do_not_end_the_daemon()
    {
        Virsh.Require();
        ProcessStartInfo start =
            new("sh", ["-c", "ulimit -n 400; exec dotnet \"$@\"", "nvirtd", .. DaemonProcess.Words(_folder.Root)]);
        await using DaemonProcess daemon = DaemonProcess.Start(_folder.Root, start);
        await daemon.WaitForAsync(daemon.Socket);
        List<Socket> clients = [];
        for (int i = 0; i < 600; i++)
        {
            Socket client = new(
                AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            clients.Add(client);
            await client.ConnectAsync(
                new UnixDomainSocketEndPoint(daemon.Socket), TestContext.Current.CancellationToken);
        }

        clients.ForEach(c => c.Dispose());
        (int code, string said) = Virsh.On(daemon.Socket, "list");
        for (int i = 0; i < 100 && code != 0; i++)
        {
            // Those that are gone are still being let go.
            await Task.Delay(100, TestContext.Current.CancellationToken);
            (code, said) = Virsh.On(daemon.Socket, "list");
        }

        Assert.True(code == 0, said);
    }

    [Fact]
    public async Task Domains_start_at_boot_once()
    {
        Virsh.Require();
        await using (DaemonProcess first = await DaemonProcess.StartAsync(_folder.Root))
        {
            Virsh.Succeed(first.Socket, "define", _folder.Write("web.xml", Domain));
            Virsh.Succeed(first.Socket, "autostart", "web");
        }

        string mark = Path.Combine(_folder.Root, "run", "autostarted");
        await File.WriteAllTextAsync(mark, "another boot\n", TestContext.Current.CancellationToken);
        await using (DaemonProcess second = await DaemonProcess.StartAsync(_folder.Root))
        {
            while (Virsh.Succeed(second.Socket, "domstate", "web").Trim() != "running")
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }

            Virsh.Succeed(second.Socket, "destroy", "web");
        }

        string said;
        DaemonProcess third = await DaemonProcess.StartAsync(_folder.Root);
        await using (third)
        {
            Assert.Equal("shut off", Virsh.Succeed(third.Socket, "domstate", "web").Trim());
            third.Signal("TERM");
            said = await third.WaitForEndAsync();
        }

        Assert.DoesNotContain("as at every boot", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_configuration_is_read_again_on_SIGHUP_and_a_mistake_changes_nothing()
    {
        Virsh.Require();
        string config = _folder.Write("nvirtd.json", """{ "readers": "everybody" }""");
        DaemonProcess daemon = await DaemonProcess.StartAsync(_folder.Root, "--config", config);
        await using (daemon)
        {
            Assert.True(Mode(daemon.ReadOnlySocket).HasFlag(UnixFileMode.OtherRead));
            await File.WriteAllTextAsync(config, """{ "readers": "nobody" }""", TestContext.Current.CancellationToken);
            daemon.Signal("HUP");
            while (Mode(daemon.ReadOnlySocket).HasFlag(UnixFileMode.OtherRead))
            {
                Assert.Equal(0, Virsh.On(daemon.Socket, "list").Code);
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }

            await File.WriteAllTextAsync(config, "{", TestContext.Current.CancellationToken);
            daemon.Signal("HUP");
            Assert.Equal(0, Virsh.On(daemon.Socket, "list").Code);
            await Task.Delay(200, TestContext.Current.CancellationToken);
            daemon.Signal("TERM");
            string said = await daemon.WaitForEndAsync();
            Assert.Contains("was read again", said, StringComparison.Ordinal);
            Assert.Contains($"{config}:1:", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_folder_in_which_others_could_replace_the_sockets_is_refused()
    {
        Needs.Linux("folders have modes there");
        string run = Path.Combine(_folder.Root, "run");
        Directory.CreateDirectory(run);
        Peer.Output("chmod", "777", run);
        (int code, string said) = Virsh.Run("dotnet", DaemonProcess.Words(_folder.Root));
        Assert.Equal(1, code);
        Assert.Contains(run, said, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(run));
    }

    [Fact]
    public async Task Another_user_gets_in_only_by_the_group_or_for_reading()
    {
        Virsh.Require();
        Needs.Option(Environment.IsPrivilegedProcess, "only root can become another user");
        Needs.Program("setpriv", "util-linux");
        const int Group = 1;
        Peer.Output("chmod", "755", _folder.Root);
        string config = _folder.Write("nvirtd.json", """{ "group": "daemon" }""");
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(_folder.Root, "--config", config);
        Assert.Contains("Id", As(user: 65534, group: Group, daemon.Socket).Said, StringComparison.Ordinal);
        Assert.NotEqual(0, As(user: 65534, group: 65534, daemon.Socket).Code);
        Assert.Contains("Id", As(user: 65534, group: 65534, daemon.ReadOnlySocket).Said, StringComparison.Ordinal);

        // Also where the file lets everybody in, the kernel's word about the other end counts.
        Peer.Output("chmod", "666", daemon.Socket);
        Assert.NotEqual(0, As(user: 65534, group: 65534, daemon.Socket).Code);
        Assert.Contains("Id", As(user: 65534, group: Group, daemon.Socket).Said, StringComparison.Ordinal);
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    private static (int Code, string Said) As(int user, int group, string socket) => Virsh.Run(
        "setpriv",
        string.Create(CultureInfo.InvariantCulture, $"--reuid={user}"),
        string.Create(CultureInfo.InvariantCulture, $"--regid={group}"),
        "--clear-groups",
        "virsh",
        "-c",
        Virsh.UriOf(socket),
        "list");

    private bool IsStarting()
    {
        string runs = Path.Combine(_folder.Root, "root", "run");
        return Directory.Exists(runs) && Directory.EnumerateFileSystemEntries(runs).Any();
    }
}
