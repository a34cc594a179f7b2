using static NVirt.Qemu.Tests.CommandLine.Devices.DeviceText;

namespace NVirt.Qemu.Tests.CommandLine.Devices;

/// <summary>Graphics, video, input and network.</summary>
public sealed class ScreenAndNetworkTests
{
    [Theory]
    [InlineData("", "127.0.0.1:0,to=59635")]
    [InlineData("port='5907'", "127.0.0.1:7")]
    [InlineData("port='5907' autoport='yes'", "127.0.0.1:0,to=59635")]
    [InlineData("port='5900' listen='::'", "[::]:0")]
    [InlineData("socket='/v,1'", "unix:/v,,1")]
    public void Vnc_listens_where_the_domain_says(string attributes, string expected) =>
        Assert.StartsWith($"-vnc {expected}\n", Of($"<graphics type='vnc' {attributes}/>"), StringComparison.Ordinal);

    [Theory]
    [InlineData("x86_64", "pc", "VGA")]
    [InlineData("aarch64", "virt", "virtio-gpu-pci")]
    public void Graphics_have_a_video_card(string arch, string machine, string expected) =>
        Assert.StartsWith($$"""-device {"driver":"{{expected}}","id":"video0",""", Last("<graphics type='vnc'/>", machine, arch),
            StringComparison.Ordinal);

    [Fact]
    public void The_primary_card_is_the_one_that_says_so() => Assert.Equal(
        ["secondary-vga", "virtio-vga"],
        Of("<video><model type='vga'/></video><video><model type='virtio' primary='yes'/></video>").Split('\n')
            .Select(l => l.Split('"')[3]));

    [Theory]
    [InlineData("<input type='tablet'/>", "x86_64", "pc", "usb-tablet")]
    [InlineData("<input type='keyboard'/>", "aarch64", "virt", "usb-kbd")]
    [InlineData("<input type='mouse' bus='virtio'/>", "x86_64", "pc", "virtio-mouse-pci")]
    public void Input(string input, string arch, string machine, string expected) =>
        Assert.Contains($"\"driver\":\"{expected}\",\"id\":\"input0\"", Last(input, machine, arch), StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "<model type='virtio'/><mac address='52:54:00:00:00:01'/><mtu size='9000'/>",
            """{"driver":"virtio-net-pci","id":"net0","netdev":"hostnet0","mac":"52:54:00:00:00:01","host_mtu":9000,"bus":"pci.0","add"""
                + """r":"0x2"}""")]
    [InlineData("<alias name='ua-lan'/>", """{"driver":"rtl8139","id":"ua-lan","netdev":"hostua-lan","bus":"pci.0","addr":"0x2"}""")]
    [InlineData(
        "<alias name='net7'/><model type='e1000e'/>", """{"driver":"e1000e","id":"net0","netdev":"hostnet0","bus":"pci.0","addr":"0x2"}""")]
    public void Network(string inside, string expected) =>
        Assert.Equal("-device " + expected, Last($"<interface type='user'>{inside}</interface>"));

    [Theory]
    [InlineData("<interface type='direct'><source dev='eth0'/></interface>",
        "type \"direct\" of \"interface\" is not supported; supported: user, bridge, network, ethernet")]
    [InlineData("<interface type='bridge'/>", "source bridge \"\" of \"interface\"")]
    [InlineData("<interface type='bridge'><source bridge='br0,helper=/x'/></interface>", "source bridge \"br0,helper=/x\"")]
    [InlineData("<interface type='ethernet'><target dev='../x'/></interface>", "target dev \"../x\"")]
    [InlineData("<interface type='user'><link state='down'/></interface>", "link state \"down\"")]
    [InlineData("<graphics type='spice'/>", "type \"spice\" of \"graphics\" is not supported; supported: vnc")]
    [InlineData("<graphics type='vnc' passwd='secret'/>", "a password of graphics is not supported")]
    [InlineData("<graphics type='vnc' port='80'/>", "port \"80\" of \"graphics\"")]
    [InlineData("<video><model type='qxl'/></video>", "model type \"qxl\" of \"video\"")]
    [InlineData(
        "<hostdev mode='subsystem' type='pci'/>", "g.xml:4:34: devices of kind \"hostdev\" are not supported; take it out of the domain")]
    public void What_can_not_be_is_refused(string device, string expected) =>
        Assert.Contains(expected, Refused(device), StringComparison.Ordinal);

    [Fact]
    public void A_password_is_in_no_message() =>
        Assert.DoesNotContain("secret", Refused("<graphics type='vnc' passwd='secret'/>"), StringComparison.Ordinal);
}
