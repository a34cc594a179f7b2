using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;

namespace NVirt.Domains.Tests.Documents.Devices;

public class DeviceInterpreterTests
{
    [Fact]
    public void The_first_emulator_counts() =>
        Assert.Equal("/a", Read.Domain("<devices><emulator>/a</emulator><emulator>/b</emulator></devices>").Devices.Emulator);

    [Fact]
    public void An_empty_emulator_is_none() => Assert.Null(Read.Domain("<devices><emulator/></devices>").Devices.Emulator);

    [Fact]
    public void Devices_keep_order_and_place()
    {
        DomainDevices devices = Read.Domain("<devices>\n<rng model='virtio'/>\n <vsock/><panic/>\n<vsock/></devices>").Devices;
        Assert.Equal(
            [("rng", new DomainPlace(2, 1)), ("vsock", new(3, 2)), ("panic", new(3, 10)), ("vsock", new(4, 1))],
            devices.All.Select(d => (d.Element, d.Place)));
        Assert.Equal(2, devices.Of<VsockDevice>().Count());
    }

    [Fact]
    public void Alias_and_boot_order_are_read()
    {
        HostDevice device = Read.Device<HostDevice>("<hostdev type='scsi'><alias name='ua-x'/><boot order='2'/></hostdev>");
        Assert.Equal(("ua-x", 2u), (device.Alias, device.BootOrder));
    }

    [Fact]
    public void No_turn_is_the_zeroth() => Read.IsXml("<devices><disk><boot order='0'/></disk></devices>");

    [Fact]
    public void Other_devices_are_kept_with_their_name()
    {
        Assert.Equal("filesystem", Read.Device<OtherDevice>("<filesystem type='mount'><source dir='/'/></filesystem>").Element);
        Assert.Equal(
            ["/domain/devices/filesystem[1]", "/domain/devices/filesystem[2]"],
            Read.Uninterpreted("<devices><filesystem type='mount'><source dir='/'/></filesystem><filesystem/></devices>"));
    }
}
