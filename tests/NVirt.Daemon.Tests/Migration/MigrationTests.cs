using NVirt.Remote.Migration;
using NVirt.Rpc.Client;
using NVirt.Rpc.Procedures;

namespace NVirt.Daemon.Tests.Migration;

/// <summary>Guests that libvirt's own client moves between two daemons.</summary>
public sealed class MigrationTests : IDisposable
{
    private const string Address = "tcp://127.0.0.1";

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
    public async Task A_guest_goes_there_and_back_with_virsh()
    {
        Virsh.Require();
        await using DaemonProcess here = await DaemonProcess.StartAsync(_here.Root);
        await using DaemonProcess there = await DaemonProcess.StartAsync(_there.Root);
        Virsh.Succeed(here.Socket, "define", _here.Write("web.xml", Domain));
        Virsh.Succeed(here.Socket, "start", "web");
        string uri = Virsh.UriOf(there.Socket);
        Virsh.Succeed(here.Socket, "migrate", "--live", "--persistent", "--undefinesource", "web", uri, "--migrateuri", Address);
        Assert.DoesNotContain("web", Virsh.Succeed(here.Socket, "list", "--all"), StringComparison.Ordinal);
        Assert.Equal("running (migrated)", Virsh.Succeed(there.Socket, "domstate", "web", "--reason").Trim());
        Assert.True(File.Exists(Virsh.Succeed(there.Socket, "ttyconsole", "web").Trim()));
        string live = _there.Write("live.xml", Virsh.Succeed(there.Socket, "dumpxml", "web"));
        Virsh.Succeed(
            there.Socket, "migrate", "web", Virsh.UriOf(here.Socket), "--migrateuri", Address, "--suspend", "--xml", live);
        Assert.Equal("paused", Virsh.Succeed(here.Socket, "domstate", "web").Trim());
        Assert.Equal("shut off", Virsh.Succeed(there.Socket, "domstate", "web").Trim());
        Virsh.Succeed(here.Socket, "destroy", "web");
    }

    [Fact]
    public async Task A_definition_goes_there_without_its_guest()
    {
        Virsh.Require();
        await using DaemonProcess here = await DaemonProcess.StartAsync(_here.Root);
        await using DaemonProcess there = await DaemonProcess.StartAsync(_there.Root);
        Virsh.Succeed(here.Socket, "define", _here.Write("web.xml", Domain));
        string uri = Virsh.UriOf(there.Socket);
        Assert.Contains(
            "must be specified with the persistent flag", Virsh.On(here.Socket, "migrate", "--offline", "web", uri).Said,
            StringComparison.Ordinal);
        Virsh.Succeed(here.Socket, "migrate", "--offline", "--persistent", "web", uri);
        Assert.Equal(Virsh.Succeed(here.Socket, "dumpxml", "web"), Virsh.Succeed(there.Socket, "dumpxml", "web"));
        Virsh.Succeed(there.Socket, "undefine", "web");
        Virsh.Succeed(here.Socket, "start", "web");
        Virsh.Succeed(here.Socket, "migrate", "--offline", "--persistent", "--undefinesource", "web", uri);
        Assert.Equal("shut off", Virsh.Succeed(there.Socket, "domstate", "web").Trim());
        Assert.Equal("running", Virsh.Succeed(here.Socket, "domstate", "web").Trim());
        Virsh.Succeed(here.Socket, "destroy", "web");
        Assert.Empty(Virsh.Succeed(here.Socket, "list", "--all", "--name").Trim());
        Virsh.Succeed(there.Socket, "migrate", "--offline", "--persistent", "--dname", "other", "web", Virsh.UriOf(here.Socket));
        Assert.Equal("other", Virsh.Succeed(here.Socket, "list", "--all", "--name").Trim());
    }

    [Fact]
    public async Task Another_cpu_at_the_destination_is_refused_with_the_reason()
    {
        Virsh.Require();
        await using DaemonProcess here = await DaemonProcess.StartAsync(_here.Root);
        await using DaemonProcess there = await DaemonProcess.StartAsync(_there.Root);
        Virsh.Succeed(here.Socket, "create", _here.Write("web.xml", Domain));
        string lesser = _here.Write("lesser.xml", Virsh.Succeed(here.Socket, "dumpxml", "web")
            .Replace("Nehalem", "qemu64", StringComparison.Ordinal));
        (int code, string said) = Virsh.On(
            here.Socket, "migrate", "--live", "web", Virsh.UriOf(there.Socket), "--migrateuri", Address, "--xml", lesser);
        Assert.NotEqual(0, code);
        Assert.Contains("Nehalem", said, StringComparison.Ordinal);
        Assert.Equal("running", Virsh.Succeed(here.Socket, "domstate", "web").Trim());
        Assert.DoesNotContain("web", Virsh.Succeed(there.Socket, "list", "--all"), StringComparison.Ordinal);
        Virsh.Succeed(here.Socket, "destroy", "web");
    }

    [Fact]
    public async Task A_client_that_goes_before_anything_was_sent_leaves_the_guest_where_it_was()
    {
        Virsh.Require();
        await using DaemonProcess here = await DaemonProcess.StartAsync(_here.Root);
        await using DaemonProcess there = await DaemonProcess.StartAsync(_there.Root);
        Virsh.Succeed(here.Socket, "create", _here.Write("web.xml", Domain));
        await using (RpcClient source = await WireClient.OpenAsync(here.Socket))
        await using (RpcClient destination = await WireClient.OpenAsync(there.Socket))
        {
            (DomainMigrateBegin3ParamsResult begun, _) = await PrepareAsync(source, destination);
            Assert.Contains("<name>web</name>", begun.Xml, StringComparison.Ordinal);
        }

        await Eventually.IsAsync(() => Virsh.On(there.Socket, "domstate", "web").Code != 0);
        Assert.Equal("running", Virsh.Succeed(here.Socket, "domstate", "web").Trim());
        await Eventually.IsAsync(() => Virsh.On(here.Socket, "suspend", "web").Code == 0);
        Virsh.Succeed(here.Socket, "destroy", "web");
    }

    [Fact]
    public async Task After_everything_was_sent_a_guest_comes_back_by_nobodys_silence()
    {
        Virsh.Require();
        await using DaemonProcess here = await DaemonProcess.StartAsync(_here.Root);
        await using DaemonProcess there = await DaemonProcess.StartAsync(_there.Root);
        Virsh.Succeed(here.Socket, "create", _here.Write("web.xml", Domain));
        await using (RpcClient source = await WireClient.OpenAsync(here.Socket))
        await using (RpcClient destination = await WireClient.OpenAsync(there.Socket))
        {
            (_, DomainMigratePrepare3ParamsResult prepared) = await PrepareAsync(source, destination);
            DomainLookupByNameResult found = await source.CallAsync(
                RemoteProgram.DomainLookupByName, new() { Name = "web" }, TestContext.Current.CancellationToken);
            await source.CallAsync(RemoteProgram.DomainMigratePerform3Params, new()
            {
                Dom = found.Dom,
                Dconnuri = null,
                Params = [NVirt.Rpc.Xdr.TypedParameter.OfString("migrate_uri", prepared.UriOut!)],
                CookieIn = [],
                Flags = 1,
            }, TestContext.Current.CancellationToken);
        }

        // Both clients are gone: it was never told to run there, and nobody said so here.
        await Eventually.IsAsync(() => Virsh.On(there.Socket, "domstate", "web").Code != 0);
        Assert.Equal("paused", Virsh.Succeed(here.Socket, "domstate", "web").Trim());
        Virsh.Succeed(here.Socket, "destroy", "web");
    }

    [Fact]
    public async Task Two_hosts_with_a_network_between_them_exchange_a_guest()
    {
        Virsh.Require();
        Needs.Option(Environment.IsPrivilegedProcess, "only root can make network namespaces");
        Needs.Program("ip", "iproute2");
        using NetworkPair hosts = NetworkPair.Make();
        await using DaemonProcess here = await NetworkPair.StartInAsync(hosts.First, _here.Root);
        await using DaemonProcess there = await NetworkPair.StartInAsync(hosts.Second, _there.Root);
        Virsh.Succeed(here.Socket, "create", _here.Write("web.xml", Domain));
        string uri = Virsh.UriOf(there.Socket);
        Virsh.Succeed(here.Socket, "migrate", "--live", "web", uri, "--migrateuri", $"tcp://{hosts.SecondAddress}");
        Assert.Equal("running", Virsh.Succeed(there.Socket, "domstate", "web").Trim());
        Virsh.Succeed(there.Socket, "migrate", "--live", "web", Virsh.UriOf(here.Socket), "--migrateuri", $"tcp://{hosts.FirstAddress}");
        Assert.Equal("running", Virsh.Succeed(here.Socket, "domstate", "web").Trim());
        Virsh.Succeed(here.Socket, "destroy", "web");
    }

    [Fact]
    public void A_cookie_of_somebody_else_is_no_word_of_a_daemon()
    {
        foreach (string cookie in (string[])["", "{}", "<qemu-migration/>", """{"nvirt":2,"taken":"x"}""", """{"nvirt":1}""",
            """{"nvirt":1,"taken":"\ud800","name":"\udc00","offer":{"document":"\ud800"}}"""])
        {
            byte[] bytes = System.Text.Encoding.UTF8.GetBytes(cookie);
            Assert.Throws<NVirt.Domains.Driver.DomainException>(() => MigrationCookie.ReadTaken(bytes));
            Assert.Throws<NVirt.Domains.Driver.DomainException>(() => MigrationCookie.ReadOffer(bytes));
        }
    }

    private static async Task<(DomainMigrateBegin3ParamsResult Begun, DomainMigratePrepare3ParamsResult Prepared)> PrepareAsync(
        RpcClient source, RpcClient destination)
    {
        DomainLookupByNameResult found = await source.CallAsync(RemoteProgram.DomainLookupByName, new() { Name = "web" });
        DomainMigrateBegin3ParamsResult begun = await source.CallAsync(
            RemoteProgram.DomainMigrateBegin3Params, new() { Dom = found.Dom, Params = [], Flags = 1 });
        DomainMigratePrepare3ParamsResult prepared = await destination.CallAsync(RemoteProgram.DomainMigratePrepare3Params, new()
        {
            Params = [NVirt.Rpc.Xdr.TypedParameter.OfString("migrate_uri", Address)],
            CookieIn = begun.CookieOut,
            Flags = 1,
        });
        return (begun, prepared);
    }
}
