using NVirt.Qemu.CommandLine;
using static NVirt.Qemu.Tests.CommandLine.Devices.DeviceText;

namespace NVirt.Qemu.Tests.CommandLine.Devices;

/// <summary>Serial and parallel ports, consoles and channels.</summary>
public sealed class CharacterDeviceTests
{
    [Theory]
    [InlineData("<serial type='pty'/>", "pty,id=charserial0")]
    [InlineData("<serial type='file'><source path='/a,b' append='off'/></serial>", "file,id=charserial0,path=/a,,b,append=off")]
    [InlineData("<serial type='unix'><source path='/s' mode='bind'/></serial>", "socket,id=charserial0,path=/s,server=on,wait=off")]
    [InlineData("<serial type='unix'><source path='/s'/></serial>", "socket,id=charserial0,path=/s")]
    [InlineData("<serial type='tcp'><source mode='bind' host='h' service='telnet'/><protocol type='telnet'/></serial>",
        "socket,id=charserial0,host=h,port=telnet,telnet=on,server=on,wait=off")]
    [InlineData("<serial type='udp'><source mode='bind' host='a' service='1'/><source mode='connect' host='b' service='2'/></serial>",
        "udp,id=charserial0,host=b,port=2,localaddr=a,localport=1")]
    [InlineData("<serial type='dev'><source path='/dev/ttyS0'/></serial>", "serial,id=charserial0,path=/dev/ttyS0")]
    public void The_hosts_end(string device, string expected) => Assert.Equal("-chardev " + expected, Of(device).Split('\n')[0]);

    [Theory]
    [InlineData("<serial type='pty'/><console type='pty'/>")]
    [InlineData("<console type='pty'/>")]
    [InlineData("<console type='pty'><target type='serial' port='0'/></console><serial type='pty'/>")]
    public void The_first_console_is_the_first_serial_port(string devices) =>
        Assert.StartsWith("-chardev pty,id=charserial0\n-device {\"driver\":\"isa-serial\",\"id\":\"serial0\",\"chardev\":\"charserial0\"",
            Of(devices), StringComparison.Ordinal);

    [Fact]
    public void An_arm_machine_has_a_port_of_its_own() =>
        Assert.Equal("-chardev pty,id=charserial0\n-serial chardev:charserial0", Of("<serial type='pty'/>", "virt", "aarch64"));

    [Theory]
    [InlineData("org.qemu.guest_agent.0", "/run/x/g.org.qemu.guest_agent.0")]
    [InlineData("../../etc", "/run/x/g..._.._etc")]
    public void A_channel_without_a_path_gets_a_socket_in_the_folder(string name, string path)
    {
        QemuArguments arguments = Guests.Build(
            Guests.Domain($"<devices><channel type='unix'><target type='virtio' name='{name}'/></channel></devices>"),
                new QemuCommandLineOptions { SocketFolder = "/run/x" });
        Assert.Equal($"socket,id=charchannel0,path={path},server=on,wait=off", arguments.ValueOf("-chardev"));
    }

    [Theory]
    [InlineData("<serial type='spicevmc'/>", "type \"spicevmc\" of \"serial\" is not supported; supported: pty, file")]
    [InlineData("<serial type='file'/>", "source path \"\" of \"serial\" is not supported")]
    [InlineData("<serial type='pty'><target type='sclp-serial'/></serial>", "target type \"sclp-serial\" of \"serial\"")]
    [InlineData("<channel type='pty'><target type='guestfwd'/></channel>",
        "target type \"guestfwd\" of \"channel\" is not supported; supported: virtio")]
    public void What_can_not_be_is_refused(string device, string expected) =>
        Assert.Contains(expected, Refused(device), StringComparison.Ordinal);
}
