using System.Text;
using System.Text.Json.Nodes;
using NVirt.Daemon.Tests.Storage;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Remote;
using NVirt.Remote.Status;

namespace NVirt.Daemon.Tests.Telemetry;

public sealed class StatusTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Clients_and_their_calls_are_told_one_by_one()
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(_folder.Root);
        await using RemoteDriver other = Open(daemon.Socket);
        await other.ListAsync(Cancellation);
        await Assert.ThrowsAsync<DomainException>(() => other.FindAsync(DomainReference.Parse("nobody"), Cancellation));
        await using RemoteDriver driver = Open(daemon.Socket);
        DaemonStatus status = await driver.GetStatusAsync(Cancellation);
        Assert.Equal(2, status.Clients.Connected);
        Assert.Equal(0, status.Clients.ReadOnly);
        Assert.Equal(5000, status.Clients.Limit);
        Assert.Equal(1, status.Calls.Active);
        Assert.True(status.Calls.Failed > 0, "the look-up of nobody did not fail");
        Assert.Equal(2, status.Connected!.Count);
        Assert.All(status.Connected, c => Assert.Contains($"pid {Environment.ProcessId}", c.Name, StringComparison.Ordinal));
        Assert.Equal(status.Calls.Served, status.Connected.Sum(c => c.Served));
        Assert.Empty(status.Guests!);
        Assert.True(status.Memory.Resident > status.Memory.Heap);
        Assert.InRange(DateTimeOffset.UtcNow - status.StartedAt, TimeSpan.Zero, TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Guests_are_counted_by_their_states()
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(_folder.Root);
        await using RemoteDriver driver = Open(daemon.Socket);
        foreach (string name in new[] { "a", "b" })
        {
            await driver.DefineAsync(
                DomainDocument.Parse(
                    $"<domain type='qemu'><name>{name}</name><memory>65536</memory><os><type arch='x86_64'>hvm</type></os></domain>"),
                cancellation: Cancellation);
        }

        DaemonStatus status = await driver.GetStatusAsync(Cancellation);
        KeyValuePair<string, int> state = Assert.Single(status.Guests!);
        Assert.Equal(("shut-off", 2), (state.Key, state.Value));
    }

    [Fact]
    public async Task Who_may_only_read_does_not_see_who_the_clients_are()
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(_folder.Root);
        await using RemoteDriver driver = Open(daemon.ReadOnlySocket);
        DaemonStatus status = await driver.GetStatusAsync(Cancellation);
        Assert.Equal(1, status.Clients.ReadOnly);
        Assert.Null(status.Connected);
    }

    [Fact]
    public async Task A_daemon_of_libvirt_has_no_status()
    {
        Needs.Linux("libvirt's daemon runs on Linux");
        Needs.Option(File.Exists(LibvirtDaemon.Program), "libvirt's daemon is not installed (Debian package libvirt-daemon)");
        Needs.Hardware(Environment.IsPrivilegedProcess, "only root can give libvirt's daemon folders of its own");
        await using LibvirtDaemon libvirt = await LibvirtDaemon.StartAsync(_folder);
        await using RemoteDriver driver = Open(libvirt.Socket);
        DomainException problem = await Assert.ThrowsAsync<DomainException>(() => driver.GetStatusAsync(Cancellation));
        Assert.Equal(DomainErrorKind.NoSupport, problem.Kind);
        Assert.Contains("is not nvirtd", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_shows_it_to_people_and_programs()
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(_folder.Root);
        string uri = $"qemu+unix:///system?socket={daemon.Socket}";
        string page = Run("daemon", "status", "-c", uri);
        Assert.Contains("Clients  1 of at most 5000", page, StringComparison.Ordinal);
        Assert.Contains("Guests   none", page, StringComparison.Ordinal);
        JsonNode json = JsonNode.Parse(Run("daemon", "status", "-c", uri, "-o", "json"))!;
        Assert.Equal("nvirt.daemon.status", (string)json["schema"]!);
        Assert.Equal(1, (int)json["clients"]!["connected"]!);
        Assert.Equal(uri[..4] + ":///system", (string)json["connected"]![0]!["uri"]!);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("""{ "version": "1", "processId": 1, "startedAt": "today" }""")]
    [InlineData("""{ "version": null, "processId": 1, "startedAt": "2026-01-01T00:00:00Z" }""")]
    public void What_is_no_status_is_not_taken_for_one(string text) => Assert.Null(DaemonStatus.TryParse(text));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Run(params string[] words) =>
        Encoding.UTF8.GetString(Peer.Output("dotnet", [Path.Combine(AppContext.BaseDirectory, "nvirt.dll"), .. words]));

    private static RemoteDriver Open(string socket) =>
        RemoteDriver.TryOpen($"qemu+unix:///{(Environment.IsPrivilegedProcess ? "system" : "session")}?socket={socket}")!;
}
