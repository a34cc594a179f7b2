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

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Twenty_kills_during_everything_lose_nothing()
    {
        Virsh.Require();
        Needs.Program("pgrep", "procps");
        Random random = new(RunSettings.Seed);
        string kept = _folder.Write("kept.xml", Domain("kept"));
        string web = _folder.Write("web.xml", Domain("web"));
        await using (DaemonProcess first = await DaemonProcess.StartAsync(_folder.Root))
        {
            Virsh.Succeed(first.Socket, "define", kept);
            Virsh.Succeed(first.Socket, "start", "kept");
        }

        string id = Guest("kept");
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
        Assert.Empty(Guest("web"));
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
        Assert.Equal(kept, Guest("kept"));
        Assert.Equal("running", Virsh.Succeed(daemon.Socket, "domstate", "kept").Trim());
        string running = Virsh.Succeed(daemon.Socket, "list", "--name");
        Assert.Equal(
            running.Contains("web", StringComparison.Ordinal) ? 1 : 0,
            Guest("web").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        if (Virsh.On(daemon.Socket, "domstate", "web").Code == 0)
        {
            Assert.Contains("<name>web</name>", Virsh.Succeed(daemon.Socket, "dumpxml", "web"), StringComparison.Ordinal);
        }
    }

    // The processes of a guest of this folder.
    private string Guest(string name) => Virsh.Run(
        "pgrep", "-f", $"^/usr/bin/qemu-system-x86_64 -name guest={name},.*{_folder.Root}/").Said.Trim();

    private static string Domain(string name) => $"""
        <domain type='qemu'><name>{name}</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>
        <os><type arch='x86_64' machine='pc'>hvm</type></os></domain>
        """;
}
