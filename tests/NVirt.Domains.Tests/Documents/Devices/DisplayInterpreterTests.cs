using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;

namespace NVirt.Domains.Tests.Documents.Devices;

public class DisplayInterpreterTests
{
    private static readonly DomainPlace Place = new(1, 29);

    [Fact]
    public void Input_is_read() => Assert.Equal(
        new InputDevice("tablet", Place) { Bus = "virtio", Model = "virtio-transitional" },
        Read.WholeDevice<InputDevice>("<input type='tablet' bus='virtio' model='virtio-transitional'/>"));

    [Fact]
    public void Graphics_are_read()
    {
        GraphicsDevice graphics = Read.WholeDevice<GraphicsDevice>(
            "<graphics type='spice' port='5900' tlsPort='-1' websocket='0' autoport='no' keymap='de' passwd='secret'/>");
        Assert.Equal(
            ("spice", 5900, -1, 0, false), (graphics.Type, graphics.Port, graphics.TlsPort, graphics.WebSocket, graphics.AutoPort));
        Assert.Equal(("de", "secret"), (graphics.Keymap, graphics.Password));
        Assert.Empty(graphics.Listens);
        Assert.Equal("graphics spice", graphics.ToString());
    }

    [Theory]
    [InlineData("<graphics type='vnc' listen='::1'/>", "address", "::1")]
    [InlineData("<graphics type='vnc' socket='/s'/>", "socket", "/s")]
    [InlineData("<graphics type='vnc' listen='::1'><listen type='address' address='::1'/></graphics>", "address", "::1")]
    [InlineData("<graphics type='vnc'><listen type='address'/></graphics>", "address", null)]
    [InlineData("<graphics type='vnc'><listen type='network' network='n'/></graphics>", "network", "n")]
    [InlineData("<graphics type='vnc' socket='/s'><listen type='socket' socket='/s'/></graphics>", "socket", "/s")]
    [InlineData("<graphics type='vnc'><listen type='none'/></graphics>", "none", null)]
    public void Where_they_listen_is_read(string xml, string type, string? value) =>
        Assert.Equal([new GraphicsListen(type, value)], Read.WholeDevice<GraphicsDevice>(xml).Listens);

    [Fact]
    public void Video_is_read() => Assert.Equal(
        new VideoDevice(Place) { Model = "qxl", VramKiB = 65536, RamKiB = 32768, VgaMemKiB = 16384, Heads = 2, IsPrimary = true },
        Read.WholeDevice<VideoDevice>(
            "<video><model type='qxl' vram='65536' ram='32768' vgamem='16384' heads='2' primary='yes'/></video>"));

    [Fact]
    public void Video_may_have_no_model() => Assert.Null(Read.WholeDevice<VideoDevice>("<video/>").Model);

    [Fact]
    public void Sound_is_read()
    {
        Assert.Equal(
            new SoundDevice("ich9", Place) { AudioId = 1 }, Read.WholeDevice<SoundDevice>("<sound model='ich9'><audio id='1'/></sound>"));
        Assert.Equal(new AudioDevice(1, "none", Place), Read.WholeDevice<AudioDevice>("<audio id='1' type='none'/>"));
    }

    [Theory]
    [InlineData("<input/>")]
    [InlineData("<graphics/>")]
    [InlineData("<graphics type='vnc' port='-2'/>")]
    [InlineData("<graphics type='vnc' autoport='on'/>")]
    [InlineData("<graphics type='vnc'><listen/></graphics>")]
    [InlineData("<video><model vram='x'/></video>")]
    [InlineData("<sound/>")]
    [InlineData("<audio type='none'/>")]
    [InlineData("<audio id='0' type='none'/>")]
    [InlineData("<audio id='1'/>")]
    public void A_bad_value_is_malformed(string device) => Read.IsXml($"<devices>{device}</devices>");
}
