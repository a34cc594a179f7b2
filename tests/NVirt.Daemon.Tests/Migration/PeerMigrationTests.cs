using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using NVirt.Daemon.Tests.Clients;
using NVirt.Daemon.Tests.Sockets;

namespace NVirt.Daemon.Tests.Migration;

/// <summary>Guests that one daemon moves to another, asked by libvirt's own client.</summary>
public sealed class PeerMigrationTests : IDisposable
{
    private const string Domain = """
        <domain type='qemu'><name>web</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>
        <os><type arch='x86_64' machine='pc'>hvm</type></os>
        <cpu match='exact' mode='custom'><model>Nehalem</model></cpu><devices><serial type='pty'/></devices></domain>
        """;

    private readonly TempFolder _here = new();
    private readonly TempFolder _there = new();

    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
    }

    [Fact]
    public async Task A_guest_goes_there_and_back()
    {
        Virsh.Require();
        await using DaemonProcess here = await Peers.StartAsync(_here);
        await using DaemonProcess there = await Peers.StartAsync(_there);
        Virsh.Succeed(here.Socket, "define", _here.Write("web.xml", Domain));
        Virsh.Succeed(here.Socket, "start", "web");
        Peers.Move(here, there, "--live", "--persistent", "--undefinesource");
        Assert.DoesNotContain("web", Virsh.Succeed(here.Socket, "list", "--all"), StringComparison.Ordinal);
        Assert.Equal("running (migrated)", Peers.StateOf(there));
        Peers.Move(there, here, "--suspend", "--dname", "other");
        Assert.Equal("paused", Virsh.Succeed(here.Socket, "domstate", "other").Trim());
        Assert.Equal("shut off (migrated)", Peers.StateOf(there));
        Virsh.Succeed(here.Socket, "destroy", "other");
        here.Signal("TERM");
        Assert.Contains("moved web to ", await here.WaitForEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_cpu_at_the_destination_is_refused_with_the_reason()
    {
        Virsh.Require();
        await using DaemonProcess here = await Peers.StartAsync(_here);
        await using DaemonProcess there = await Peers.StartAsync(_there);
        Virsh.Succeed(here.Socket, "create", _here.Write("web.xml", Domain));
        string lesser = _here.Write("lesser.xml", Virsh.Succeed(here.Socket, "dumpxml", "web")
            .Replace("Nehalem", "qemu64", StringComparison.Ordinal));
        (int code, string said) = Peers.TryMove(here, there, "--live", "--xml", lesser);
        Assert.NotEqual(0, code);
        Assert.Contains("Nehalem", said, StringComparison.Ordinal);
        Assert.StartsWith("running", Peers.StateOf(here), StringComparison.Ordinal);
        Assert.DoesNotContain("web", Virsh.Succeed(there.Socket, "list", "--all"), StringComparison.Ordinal);
        Virsh.Succeed(here.Socket, "destroy", "web");
        here.Signal("TERM");
        Assert.Contains("did not move web to ", await here.WaitForEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_way_that_the_configuration_does_not_allow_is_not_taken()
    {
        Virsh.Require();
        await using DaemonProcess here = await DaemonProcess.StartAsync(_here.Root);
        Virsh.Succeed(here.Socket, "create", _here.Write("web.xml", Domain));
        (int code, string said) = Virsh.On(here.Socket, "migrate", "--p2p", "web", Peers.UriOf("/nowhere"));
        Assert.NotEqual(0, code);
        Assert.Contains("\"ssh\" in \"peers\"", said, StringComparison.Ordinal);
        Assert.StartsWith("running", Peers.StateOf(here), StringComparison.Ordinal);
        Virsh.Succeed(here.Socket, "destroy", "web");
    }

    [Fact]
    public async Task Two_hosts_exchange_a_guest_over_tls()
    {
        Virsh.Require();
        Needs.Option(Environment.IsPrivilegedProcess, "only root can make network namespaces");
        Needs.Program("ip", "iproute2");
        using NetworkPair hosts = NetworkPair.Make();
        using X509Certificate2 authority = TestCertificates.MakeAuthority("CN=The authority");
        await using DaemonProcess here = await NetworkPair.StartInAsync(
            hosts.First, _here.Root, "--config", WriteTls(_here, authority, hosts.FirstAddress));
        await using DaemonProcess there = await NetworkPair.StartInAsync(
            hosts.Second, _there.Root, "--config", WriteTls(_there, authority, hosts.SecondAddress));
        Virsh.Succeed(here.Socket, "create", _here.Write("web.xml", Domain));
        await NetworkPair.WaitForAsync(hosts.First, hosts.SecondAddress);
        await NetworkPair.WaitForAsync(hosts.Second, hosts.FirstAddress);
        Virsh.Succeed(here.Socket, "migrate", "--p2p", "--live", "web", TlsUri(_here, hosts.SecondAddress),
            "--migrateuri", $"tcp://{hosts.SecondAddress}");
        Assert.Equal("running (migrated)", Peers.StateOf(there));
        Virsh.Succeed(there.Socket, "migrate", "--p2p", "--live", "web", TlsUri(_there, hosts.FirstAddress),
            "--migrateuri", $"tcp://{hosts.FirstAddress}");
        Assert.Equal("running (migrated)", Peers.StateOf(here));
        Virsh.Succeed(here.Socket, "destroy", "web");
    }

    [Fact]
    public async Task Events_come_in_libvirts_order()
    {
        Virsh.Require();
        await using DaemonProcess here = await Peers.StartAsync(_here);
        await using DaemonProcess there = await Peers.StartAsync(_there);
        Virsh.Succeed(here.Socket, "create", _here.Write("web.xml", Domain));
        await using LifecycleWatch source = await LifecycleWatch.OpenAsync(here.Socket);
        await using LifecycleWatch destination = await LifecycleWatch.OpenAsync(there.Socket);
        Peers.Move(here, there, "--live");
        await source.UntilAsync("Suspended/Migrated", "Stopped/Migrated");
        await destination.UntilAsync("Started/Migrated", "Resumed/Migrated");
        Peers.Move(there, here, "--live", "--suspend");
        await destination.UntilAsync("Started/Migrated", "Resumed/Migrated", "Suspended/Migrated", "Stopped/Migrated");
        await source.UntilAsync("Suspended/Migrated", "Stopped/Migrated", "Started/Migrated", "Suspended/Paused");
        Virsh.Succeed(here.Socket, "destroy", "web");
    }

    private static string TlsUri(TempFolder folder, string host) =>
        $"qemu+tls://{host}{RemoteHosts.Path}?pkipath={Path.Combine(folder.Root, "client")}";

    private static string WriteTls(TempFolder folder, X509Certificate2 authority, string address)
    {
        TestCertificates.Write(folder, "server", authority, TestCertificates.Make(authority, "CN=host", isServer: true, address));
        TestCertificates.Write(folder, "client", authority, TestCertificates.Make(authority, "CN=host", isServer: false));
        string server = Path.Combine(folder.Root, "server");
        return folder.Write("nvirtd.json", string.Create(CultureInfo.InvariantCulture, $$"""
            { "tls": { "address": "{{address}}", "authority": "{{server}}/cacert.pem", "certificate": "{{server}}/clientcert.pem",
              "key": "{{server}}/clientkey.pem" } }
            """));
    }
}
