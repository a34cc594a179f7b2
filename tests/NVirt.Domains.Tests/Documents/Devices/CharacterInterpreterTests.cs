using NVirt.Domains.Documents.Devices;

namespace NVirt.Domains.Tests.Documents.Devices;

public class CharacterInterpreterTests
{
    [Theory]
    [InlineData("serial")]
    [InlineData("parallel")]
    [InlineData("console")]
    [InlineData("channel")]
    public void Every_kind_is_known(string kind)
    {
        CharacterDevice device = Read.WholeDevice<CharacterDevice>($"<{kind}/>");
        Assert.Equal((kind, "pty"), (device.Element, device.Backend.Type));
    }

    [Fact]
    public void The_guests_end_is_read()
    {
        CharacterDevice device = Read.WholeDevice<CharacterDevice>(
            "<serial type='pty'><target type='isa-serial' port='1'><model name='isa-serial'/></target></serial>");
        Assert.Equal(("isa-serial", 1u, null, "isa-serial"), (device.TargetType, device.TargetPort, device.TargetName, device.TargetModel));
    }

    [Fact]
    public void A_channel_has_a_name() => Assert.Equal(
        "org.qemu.guest_agent.0",
        Read.WholeDevice<CharacterDevice>("<channel><target type='virtio' name='org.qemu.guest_agent.0'/></channel>").TargetName);

    // guestfwd: a port of the network, not of the guest.
    [Fact]
    public void The_port_of_a_channel_is_kept() => Assert.Equal(
        ["/domain/devices/channel/target/@address", "/domain/devices/channel/target/@port"],
        Read.Uninterpreted("<devices><channel><target type='guestfwd' address='10.0.2.1' port='4600'/></channel></devices>"));

    [Fact]
    public void The_hosts_ends_are_read()
    {
        CharacterBackend backend = Read.WholeDevice<CharacterDevice>(
            "<serial type='udp'><source mode='bind' host='h' service='1'/><source mode='connect' service='2'/><protocol "
                + "type='raw'/></serial>").Backend;
        Assert.Equal(("udp", "raw"), (backend.Type, backend.Protocol));
        Assert.Equal(
            [new CharacterSource { Mode = "bind", Host = "h", Service = "1" }, new CharacterSource { Mode = "connect", Service = "2" }],
            backend.Sources);
    }

    [Fact]
    public void A_file_is_read() => Assert.Equal(
        [new CharacterSource { Path = "/log", Append = true }],
        Read.WholeDevice<CharacterDevice>("<console type='file'><source path='/log' append='on'/></console>").Backend.Sources);

    [Theory]
    [InlineData("<serial><target port='x'/></serial>")]
    [InlineData("<serial type='file'><source path='/a' append='yes'/></serial>")]
    public void A_bad_value_is_malformed(string device) => Read.IsXml($"<devices>{device}</devices>");
}
