namespace NVirt.Daemon.Tests.Hosting;

/// <summary>A daemon that is killed at any moment: nothing of its domains is lost, and no guest is harmed.</summary>
[Trait("Run", "long")]
public sealed class KilledDaemonTests : IDisposable
{
    private static readonly string[][] Commands =
    [
        ["define"], ["start", "web"], ["suspend", "web"], ["resume", "web"], ["domstats"], ["reset", "web"],
        ["desc", "web", "--title", "T"], ["dumpxml", "web"], ["destroy", "web"], ["autostart", "web"],
    ];

    private readonly TempFolder _folder = new();
    private readonly FolderGuests _guests;

    public KilledDaemonTests() => _guests = new FolderGuests(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Twenty_kills_during_everything_lose_nothing()
    {
        Virsh.Require();
        Needs.Program("pgrep", "procps");
        Random random = new(RunSettings.Seed);
        string kept = _guests.Write("kept");
        string web = _guests.Write("web");
        await using (DaemonProcess first = await DaemonProcess.StartAsync(_folder.Root))
        {
            Virsh.Succeed(first.Socket, "define", kept);
            Virsh.Succeed(first.Socket, "start", "kept");
        }

        string id = Assert.Single(_guests.ProcessesOf("kept"));
        for (int i = 0; i < RunSettings.Times(20, inLongRuns: 200); i++)
        {
            DaemonProcess daemon = await DaemonProcess.StartAsync(_folder.Root);
            await using (daemon)
            {
                AssertWhole(daemon, id);
                using CancellationTokenSource end = new();
                Task[] clients = [.. Enumerable.Range(0, 3).Select(n => Task.Run(() => Work(daemon, web, random.Next() + n, end.Token)))];
                await Task.Delay(random.Next(50, 1200), TestContext.Current.CancellationToken);
                daemon.Signal("KILL");
                await daemon.WaitForEndAsync();
                await end.CancelAsync();
                await Task.WhenAll(clients);
            }
        }

        await using DaemonProcess last = await DaemonProcess.StartAsync(_folder.Root);
        AssertWhole(last, id);
        Virsh.Succeed(last.Socket, "destroy", "kept");
        Virsh.On(last.Socket, "destroy", "web");
        Virsh.On(last.Socket, "undefine", "web");
        Virsh.Succeed(last.Socket, "undefine", "kept");
        Assert.Empty(Virsh.Succeed(last.Socket, "list", "--all", "--name").Trim());
        Assert.Empty(_guests.ProcessesOf("web"));
    }

    private static void Work(DaemonProcess daemon, string web, int seed, CancellationToken end)
    {
        Random random = new(seed);
        while (!end.IsCancellationRequested)
        {
            string[] words = Commands[random.Next(Commands.Length)];
            Virsh.On(daemon.Socket, words is ["define"] ? ["define", web] : words);
        }
    }

    // A guest that nobody touches runs on, and whatever became of the other one, there is one of it or none, and its document is whole.
    private void AssertWhole(DaemonProcess daemon, string kept)
    {
        Assert.Equal([kept], _guests.ProcessesOf("kept"));
        Assert.Equal("running", Virsh.Succeed(daemon.Socket, "domstate", "kept").Trim());
        string running = Virsh.Succeed(daemon.Socket, "list", "--name");
        Assert.Equal(running.Contains("web", StringComparison.Ordinal) ? 1 : 0, _guests.ProcessesOf("web").Length);
        if (Virsh.On(daemon.Socket, "domstate", "web").Code == 0)
        {
            Assert.Contains("<name>web</name>", Virsh.Succeed(daemon.Socket, "dumpxml", "web"), StringComparison.Ordinal);
        }
    }
}
