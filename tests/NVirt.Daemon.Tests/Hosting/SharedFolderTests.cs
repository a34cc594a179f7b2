using NVirt.Daemon.Tests.Migration;

namespace NVirt.Daemon.Tests.Hosting;

/// <summary>Two daemons and the tool on one folder of domains, all at once.</summary>
[Trait("Run", "long")]
public sealed class SharedFolderTests : IDisposable
{
    private static readonly string[][] Commands =
    [
        ["define"], ["start", "web"], ["start", "web"], ["suspend", "web"], ["resume", "web"], ["destroy", "web"], ["undefine", "web"],
        ["dumpxml", "web"], ["autostart", "web"],
    ];

    private readonly TempFolder _folder = new();
    private readonly TempFolder _other = new();
    private readonly FolderGuests _guests;

    public SharedFolderTests()
    {
        Virsh.Require();
        Needs.Program("pgrep", "procps");
        _guests = new FolderGuests(_folder);
    }

    private string State => Path.Combine(_folder.Root, "root");

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task A_guest_never_runs_twice_and_all_see_the_same_of_it()
    {
        await using DaemonProcess first = await DaemonProcess.StartAsync(_folder.Root);
        await using DaemonProcess second = await StartSecondAsync();
        string web = _guests.Write("web");
        int rounds = RunSettings.Times(25, inLongRuns: 500);
        Task[] workers =
        [
            .. new[] { first, second, first, second }.Select((d, i) => Work(RunSettings.Seed + i, rounds, w => Virsh.On(d.Socket, w), web)),
            Work(RunSettings.Seed - 1, rounds / 5, Tool, web),
        ];
        while (!workers.All(w => w.IsCompleted))
        {
            Assert.InRange(_guests.ProcessesOf("web").Length, 0, 1);
            await Task.WhenAny(Task.WhenAll(workers), Task.Delay(50, TestContext.Current.CancellationToken));
        }

        await Task.WhenAll(workers);
        Virsh.On(first.Socket, "define", web);
        string state = Virsh.Succeed(first.Socket, "domstate", "web").Trim();
        Assert.Equal(state, Virsh.Succeed(second.Socket, "domstate", "web").Trim());
        Assert.Contains(state, Tool(["list", "--all"]).Said, StringComparison.Ordinal);
        Assert.Equal(state == "shut off" ? 0 : 1, _guests.ProcessesOf("web").Length);
        Virsh.On(second.Socket, "destroy", "web");
        Virsh.Succeed(first.Socket, "undefine", "web");
        Assert.Empty(_guests.ProcessesOf("web"));
        Assert.Empty(Virsh.Succeed(second.Socket, "list", "--all", "--name").Trim());
    }

    [Fact]
    public async Task Of_many_starts_at_once_one_succeeds_and_the_others_say_that_it_runs()
    {
        await using DaemonProcess first = await DaemonProcess.StartAsync(_folder.Root);
        await using DaemonProcess second = await StartSecondAsync();
        Virsh.Succeed(first.Socket, "define", _guests.Write("web"));
        (int Code, string Said)[] said = await Task.WhenAll(Enumerable.Range(0, 9).Select(i => Task.Run(
            () => i % 3 == 2 ? Tool(["start", "web"]) : Virsh.On((i % 3 == 0 ? first : second).Socket, "start", "web"))));
        Assert.Single(said, s => s.Code == 0);
        Assert.All(said.Where(s => s.Code != 0), s => Assert.Matches("already (active|running)|is running", s.Said));
        Assert.Single(_guests.ProcessesOf("web"));
        Virsh.Succeed(second.Socket, "destroy", "web");
    }

    [Fact]
    public async Task A_daemon_tells_of_what_another_and_the_tool_did()
    {
        await using DaemonProcess first = await DaemonProcess.StartAsync(_folder.Root);
        await using DaemonProcess second = await StartSecondAsync();
        Virsh.Succeed(first.Socket, "define", _guests.Write("web"));
        await using LifecycleWatch watch = await LifecycleWatch.OpenAsync(second.Socket);
        Virsh.Succeed(first.Socket, "start", "web");
        Assert.Equal(0, Tool(["destroy", "web"]).Code);
        await watch.UntilAsync("Resumed/Unpaused", "Started/Booted", "Shutdown/Host", "Stopped/Destroyed");
    }

    private static async Task Work(int seed, int rounds, Func<string[], (int Code, string Said)> run, string web)
    {
        Random random = new(seed);
        for (int i = 0; i < rounds; i++)
        {
            string[] words = Commands[random.Next(Commands.Length)];
            await Task.Run(() => run(words is ["define"] ? ["define", web] : words));
        }
    }

    private async Task<DaemonProcess> StartSecondAsync()
    {
        DaemonProcess daemon = DaemonProcess.Start(_other.Root, new("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "nvirtd.dll"), "--root", State, "--run", Path.Combine(_other.Root, "run")]));
        await daemon.WaitForAsync(daemon.Socket);
        return daemon;
    }

    private (int Code, string Said) Tool(string[] words) => Virsh.Run(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "nvirt.dll"), "domain", .. words, "--root", State]);
}
