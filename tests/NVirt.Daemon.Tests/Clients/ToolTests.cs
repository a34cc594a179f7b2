using NVirt.Testing.Guests;

namespace NVirt.Daemon.Tests.Clients;

/// <summary>The tool itself as a client of daemons, from a guest's start to its end.</summary>
public sealed class ToolTests : IDisposable
{
    private readonly TempFolder _here = new();
    private readonly TempFolder _there = new();

    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
    }

    [Fact]
    public async Task A_guest_lives_and_moves_by_the_tool_alone()
    {
        Virsh.Require();
        await using DaemonProcess first = await DaemonProcess.StartAsync(_here.Root);
        await using DaemonProcess second = await DaemonProcess.StartAsync(_there.Root);
        string here = UriOf(first);
        string there = UriOf(second);
        string guest = _here.Write("web.xml", LinuxGuest.Domain("<serial type='pty'/>", name: "web"));
        Assert.Contains("web", Run(here, "define", guest), StringComparison.Ordinal);
        Run(here, "start", "web");
        Assert.Matches("web +running", Run(here, "list"));
        Assert.Contains("<name>web</name>", Run(here, "dumpxml", "web"), StringComparison.Ordinal);
        Assert.Contains("\"type\": \"stream\"", Run(here, "console", "web", "-o", "json"), StringComparison.Ordinal);

        // The console ends with the guest's virtual machine here, which is when it has moved.
        Task<string> console = Task.Run(() => Run(here, "console", "web"));
        await Eventually.IsAsync(() => Try(here, "console", "web", "-o", "json").Code != 0);
        Run(here, "migrate", "--live", "--migrateuri", "tcp://127.0.0.1", "web", there);
        Assert.Contains("Connected", await console, StringComparison.Ordinal);
        Assert.Matches("web +running", Run(there, "list"));
        Assert.Matches("web +shut off", Run(here, "list", "--all"));
        (int code, string said) = Try(there, "migrate", "--live", "web", there);
        Assert.Equal(1, code);
        Assert.Contains("already", said, StringComparison.Ordinal);
        Run(there, "destroy", "web");
        Assert.DoesNotContain("web", Run(there, "list", "--all"), StringComparison.Ordinal);
        Run(here, "undefine", "web");
    }

    private static string UriOf(DaemonProcess daemon) => $"qemu+unix://{RemoteHosts.Path}?socket={daemon.Socket}";

    private static string Run(string uri, params string[] words)
    {
        (int code, string said) = Try(uri, words);
        Assert.True(code == 0, $"nvirt domain {string.Join(' ', words)}: {code}\n{said}");
        return said;
    }

    private static (int Code, string Said) Try(string uri, params string[] words) => Virsh.Run(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "nvirt.dll"), "domain", .. words, "-c", uri]);
}
