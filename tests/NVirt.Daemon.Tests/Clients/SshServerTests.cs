using System.Globalization;
using NVirt.Daemon.Tests.Migration;

namespace NVirt.Daemon.Tests.Clients;

/// <summary>Daemons that are reached through a real ssh server, on the loopback address of this machine.</summary>
public sealed class SshServerTests : IDisposable
{
    private const string Domain = """
        <domain type='qemu'><name>web</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>
        <os><type arch='x86_64' machine='pc'>hvm</type></os><cpu><model>Nehalem</model></cpu></domain>
        """;

    private readonly TempFolder _here = new();
    private readonly TempFolder _there = new();
    private readonly SshServer _server;

    public SshServerTests()
    {
        Virsh.Require();
        Needs.Program("nc", "netcat-openbsd");
        _server = new SshServer();
    }

    public void Dispose()
    {
        _server.Dispose();
        _here.Dispose();
        _there.Dispose();
    }

    [Fact]
    public async Task Virsh_defines_and_starts_a_guest_through_ssh()
    {
        await using DaemonProcess there = await DaemonProcess.StartAsync(_there.Root);
        string ssh = _here.WriteScript("ssh", $"#!/bin/sh\nexec ssh -F {_server.Config} \"$@\"\n");
        string uri = $"{UriOf(there.Socket)}&command={ssh}&no_tty=1&proxy=netcat";
        string[][] calls = [["define", _here.Write("web.xml", Domain)], ["start", "web"], ["destroy", "web"], ["undefine", "web"]];
        Assert.All(calls, words =>
        {
            (int code, string said) = Virsh.At(uri, words);
            Assert.True(code == 0, $"virsh {words[0]}: {said}");
        });
    }

    [Fact]
    public async Task A_daemon_moves_a_guest_to_another_through_ssh_and_gets_it_back()
    {
        string ssh = $"ssh -F {_server.Config}";
        await using DaemonProcess here = await Peers.StartAsync(_here, ssh);
        await using DaemonProcess there = await Peers.StartAsync(_there, ssh);
        Virsh.Succeed(here.Socket, "create", _here.Write("web.xml", Domain));
        Move(here, there);
        Assert.Equal("running (migrated)", Peers.StateOf(there));
        Assert.DoesNotContain("web", Virsh.Succeed(here.Socket, "list", "--all"), StringComparison.Ordinal);
        Move(there, here);
        Assert.Equal("running (migrated)", Peers.StateOf(here));
        Virsh.Succeed(here.Socket, "destroy", "web");
    }

    private void Move(DaemonProcess from, DaemonProcess to) => Virsh.Succeed(
        from.Socket, "migrate", "--p2p", "--live", "web", UriOf(to.Socket), "--migrateuri", "tcp://127.0.0.1");

    private string UriOf(string socket) => string.Create(
        CultureInfo.InvariantCulture, $"qemu+ssh://127.0.0.1:{_server.Port}{RemoteHosts.Path}?socket={socket}");
}
