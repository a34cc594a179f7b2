using NVirt.Testing.Guests;

namespace NVirt.Daemon.Tests.Migration;

/// <summary>A migration between two daemons, one of which is lost while state is sent: the guest runs once, where it was.</summary>
public sealed class LostPeerTests : IDisposable
{
    private readonly TempFolder _here = new();
    private readonly TempFolder _there = new();

    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
    }

    [Fact]
    public async Task A_destination_that_is_killed_leaves_the_guest_running_where_it_was()
    {
        await using DaemonProcess here = await StartBusyAsync();
        await using DaemonProcess there = await Peers.StartAsync(_there);
        Task<(int Code, string Said)> moving = await BeginAsync(here, there);
        there.Signal("KILL");
        Assert.NotEqual(0, (await moving).Code);
        Assert.Equal("running (migration canceled)", Peers.StateOf(here));
        await using DaemonProcess again = await Peers.StartAsync(_there);
        Assert.DoesNotContain("web", Virsh.Succeed(again.Socket, "list", "--all"), StringComparison.Ordinal);
        Virsh.Succeed(here.Socket, "destroy", "web");
    }

    [Fact]
    public async Task A_source_that_is_killed_finds_the_guest_running_and_nothing_is_left_there()
    {
        await using DaemonProcess here = await StartBusyAsync();
        await using DaemonProcess there = await Peers.StartAsync(_there);
        Task<(int Code, string Said)> moving = await BeginAsync(here, there);
        here.Signal("KILL");
        Assert.NotEqual(0, (await moving).Code);
        await Eventually.IsAsync(() => Virsh.On(there.Socket, "domstate", "web").Code != 0);
        await using DaemonProcess again = await Peers.StartAsync(_here);
        await Eventually.IsAsync(() => Peers.StateOf(again).StartsWith("running", StringComparison.Ordinal));
        Virsh.Succeed(again.Socket, "destroy", "web");
    }

    [Fact]
    public async Task A_destination_that_hangs_is_given_up_and_others_are_served_meanwhile()
    {
        await using DaemonProcess here = await StartBusyAsync();
        await using DaemonProcess there = await Peers.StartAsync(_there);
        Task<(int Code, string Said)> moving = await BeginAsync(here, there);
        there.Signal("STOP");
        try
        {
            Assert.Contains("web", Virsh.Succeed(here.Socket, "list"), StringComparison.Ordinal);
            Assert.NotEqual(0, (await moving).Code);
            Assert.Equal("running (migration canceled)", Peers.StateOf(here));

            // Another try gets no further than to connect, and is called off by another client.
            Task<(int Code, string Said)> trying = Task.Run(() => Peers.TryMove(here, there));
            await Eventually.IsAsync(() => Virsh.On(here.Socket, "domjobinfo", "web").Said.Contains("Unbounded", StringComparison.Ordinal));
            Virsh.Succeed(here.Socket, "domjobabort", "web");
            Assert.NotEqual(0, (await trying).Code);
            Assert.Equal("running (migration canceled)", Peers.StateOf(here));
        }
        finally
        {
            there.Signal("CONT");
        }

        await Eventually.IsAsync(() => Virsh.On(there.Socket, "domstate", "web").Code != 0);
        Virsh.Succeed(here.Socket, "destroy", "web");
    }

    [Fact]
    public async Task A_daemon_that_is_told_to_end_keeps_the_guest_that_it_was_sending()
    {
        DaemonProcess here = await StartBusyAsync();
        await using DaemonProcess there = await Peers.StartAsync(_there);
        await BeginAsync(here, there);
        await here.DisposeAsync();
        await using DaemonProcess again = await Peers.StartAsync(_here);
        Assert.Equal("running (migration canceled)", Peers.StateOf(again));
        Assert.NotEqual(0, Virsh.On(there.Socket, "domstate", "web").Code);
        Virsh.Succeed(again.Socket, "destroy", "web");
    }

    // A guest with memory that is worth sending.
    private async Task<DaemonProcess> StartBusyAsync()
    {
        Virsh.Require();
        string port = Path.Combine(_here.Root, "serial");
        string guest = _here.Write("web.xml", LinuxGuest.Domain($"<serial type='file'><source path='{port}'/></serial>", name: "web"));
        DaemonProcess here = await Peers.StartAsync(_here);
        Virsh.Succeed(here.Socket, "create", guest);
        await Eventually.IsAsync(() => File.ReadLines(port).Contains(LinuxGuest.UpWord));
        return here;
    }

    // One that takes minutes, and has sent something.
    private static async Task<Task<(int Code, string Said)>> BeginAsync(DaemonProcess here, DaemonProcess there)
    {
        Task<(int Code, string Said)> moving = Task.Run(() => Peers.TryMove(here, there, "--live", "--bandwidth", "1"));
        await Eventually.IsAsync(() => moving.IsCompleted
            || Virsh.On(here.Socket, "domjobinfo", "web").Said.Contains("Memory processed", StringComparison.Ordinal));
        Assert.False(moving.IsCompleted, moving.IsCompleted ? (await moving).Said : string.Empty);
        return moving;
    }
}
