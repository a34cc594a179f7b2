using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using NVirt.Testing.Guests;

namespace NVirt.Daemon.Tests;

/// <summary>Guests on a bridge of the host, in a network namespace of their own.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class BridgeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly TempFolder _folder = new();
    private readonly string _network = string.Create(CultureInfo.InvariantCulture, $"nvirt{Environment.ProcessId % 100_000:00000}n");

    public BridgeTests()
    {
        Virsh.Require();
        Needs.Hardware(Environment.IsPrivilegedProcess && File.Exists("/dev/net/tun"), "only root can make network interfaces");
        Needs.Hardware(Virsh.Run("ip", "netns", "add", _network).Code == 0, "no network namespace can be made here");
        Ip("link", "add", "br0", "type", "bridge");
        Ip("link", "set", "br0", "up");
        Directory.CreateDirectory(Path.Combine(_folder.Root, "root"), (UnixFileMode)0x1C0);
        _folder.Write("root/guests.json", """{ "networks": { "lan": "br0" } }""");
    }

    public void Dispose()
    {
        Virsh.Run("ip", "netns", "del", _network);
        _folder.Dispose();
    }

    [Fact]
    public async Task Two_guests_reach_each_other()
    {
        await using DaemonProcess daemon = await StartAsync();
        (string first, string second) = (_folder.Write("first.log", string.Empty), _folder.Write("second.log", string.Empty));
        Create(daemon, "first", first, "10.9.0.1", "10.9.0.2", "<interface type='bridge'><source bridge='br0'/>");
        Create(daemon, "second", second, "10.9.0.2", "10.9.0.1", "<interface type='network'><source network='lan'/>");
        await Eventually.IsAsync(() => Said(first, "reached 10.9.0.2") && Said(second, "reached 10.9.0.1"));
        string live = Virsh.Succeed(daemon.Socket, "dumpxml", "first");
        Assert.Contains("<source bridge='br0'/>", live, StringComparison.Ordinal);
        Assert.Contains("<target dev='vnet0'/>", live, StringComparison.Ordinal);
        Assert.Contains("<alias name='net0'/>", live, StringComparison.Ordinal);
        Assert.Matches("<mac address='52:54:00(:[0-9a-f]{2}){3}'/>", live);
        Assert.Contains("vnet1", Virsh.Succeed(daemon.Socket, "domiflist", "second"), StringComparison.Ordinal);
        Assert.Matches("vnet0 rx_packets [1-9]", Virsh.Succeed(daemon.Socket, "domifstat", "first", "vnet0"));
        Assert.Matches("net.0.rx.pkts=[1-9]", Virsh.Succeed(daemon.Socket, "domstats", "first", "--interface"));
        Assert.Contains("master br0", Ip("link", "show", "vnet0"), StringComparison.Ordinal);
        Assert.Contains("link/ether fe:", Ip("link", "show", "vnet1"), StringComparison.Ordinal);

        // Its last process takes the host's end with it, however it ends.
        Virsh.Succeed(daemon.Socket, "destroy", "first");
        Assert.DoesNotContain("vnet0", Ip("link"), StringComparison.Ordinal);
        KillQemu("second");
        await Eventually.IsAsync(() => !Ip("link").Contains("vnet", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<interface type='bridge'><source bridge='br7'/>", "there is no bridge \"br7\"")]
    [InlineData("<interface type='bridge'><source bridge='lo'/>", "there is no bridge \"lo\"")]
    [InlineData("<interface type='bridge'><source bridge='br0'/><target dev='lo'/>", "there is already an interface \"lo\"")]
    [InlineData("<interface type='bridge'><source bridge='../x'/>", "source bridge \"../x\"")]
    [InlineData("<interface type='network'><source network='wan'/>", "there is no network \"wan\"; networks of guests.json: lan")]
    public async Task What_is_not_there_is_told_with_its_place(string start, string reason)
    {
        await using DaemonProcess daemon = await StartAsync();
        (int code, string said) = Virsh.On(daemon.Socket, "create", WriteDomain("first", "/dev/null", "10.9.0.1", "10.9.0.2", start));
        Assert.Equal(1, code);
        Assert.Contains(reason, said, StringComparison.Ordinal);
        Assert.DoesNotContain("vnet", Ip("link"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interface_without_a_bridge_has_the_name_that_it_is_given()
    {
        await using DaemonProcess daemon = await StartAsync();
        Create(daemon, "first", "/dev/null", "10.9.0.1", "10.9.0.2", "<interface type='ethernet'><target dev='mine'/><mtu size='1400'/>");
        string link = Ip("link", "show", "mine");
        Assert.Contains("mtu 1400", link, StringComparison.Ordinal);
        Assert.DoesNotContain("master", link, StringComparison.Ordinal);
        Virsh.Succeed(daemon.Socket, "destroy", "first");
    }

    private static bool Said(string log, string words) => File.ReadAllText(log).Contains(words, StringComparison.Ordinal);

    // Its number is in its record.
    private void KillQemu(string name)
    {
        string record = Directory.EnumerateFiles(Path.Combine(_folder.Root, "root", "run"), "guest.json", SearchOption.AllDirectories)
            .Select(File.ReadAllText).Single(r => r.Contains($"\"name\": \"{name}\"", StringComparison.Ordinal));
        using JsonDocument json = JsonDocument.Parse(record);
        Peer.Output("kill", "-KILL", json.RootElement.GetProperty("process").GetProperty("id").GetRawText());
    }

    private async Task<DaemonProcess> StartAsync()
    {
        DaemonProcess daemon = DaemonProcess.Start(
            _folder.Root, new ProcessStartInfo("ip", ["netns", "exec", _network, "dotnet", .. DaemonProcess.Words(_folder.Root)]));
        await daemon.WaitForAsync(daemon.Socket);
        return daemon;
    }

    private string WriteDomain(string name, string log, string address, string peer, string start) => _folder.Write(
        name + ".xml",
        LinuxGuest.Domain($"<serial type='file'><source path='{log}'/></serial>{start}<model type='virtio'/></interface>", name: name)
            .Replace(LinuxGuest.CommandLine(), LinuxGuest.Network(address, peer), StringComparison.Ordinal));

    private void Create(DaemonProcess daemon, string name, string log, string address, string peer, string start) =>
        Virsh.Succeed(daemon.Socket, "create", WriteDomain(name, log, address, peer, start));

    private string Ip(params string[] words)
    {
        (int code, string said) = Virsh.Run("ip", ["-n", _network, .. words]);
        Assert.True(code == 0, said);
        return said;
    }
}
