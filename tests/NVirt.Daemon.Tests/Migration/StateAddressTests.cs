using NVirt.Remote.Migration;

namespace NVirt.Daemon.Tests.Migration;

public sealed class StateAddressTests
{
    [Theory]
    [InlineData("tcp://host2", "tcp://host2", "tcp:host2:0")]
    [InlineData("tcp:host2:49152", "tcp://host2:49152", "tcp:host2:49152")]
    [InlineData("tcp://[::1]:7", "tcp://[::1]:7", "tcp:[::1]:7")]
    [InlineData("tcp://192.0.2.1:7", "tcp://192.0.2.1:7", "tcp:192.0.2.1:7")]
    public void Hosts_and_ports_are_read(string text, string uri, string qemu)
    {
        StateAddress address = StateAddress.Parse(text);
        Assert.Equal((uri, qemu), (address.Uri, address.ForQemu));
    }

    [Theory]
    [InlineData("exec:touch /tmp/x")]
    [InlineData("tcp://")]
    [InlineData("tcp:host:0")]
    [InlineData("tcp:host:65536")]
    [InlineData("tcp:host:1,server=on")]
    [InlineData("tcp:a b:1")]
    [InlineData("tcp:-x:1")]
    [InlineData("tcp://[::1")]
    [InlineData("tcp://[fe80::1%eth0]:7")]
    [InlineData("tcp://[host]:7")]
    [InlineData("unix:/run/x")]
    [InlineData("fd:3")]
    [InlineData("rdma:host:1")]
    [InlineData("")]
    public void Nothing_else_reaches_an_emulator(string text) => Assert.Null(StateAddress.TryParse(text));
}
