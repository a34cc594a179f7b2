using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;

namespace NVirt.Domains.Tests.Documents.Devices;

public class DiskInterpreterTests
{
    [Fact]
    public void A_disk_is_read() => Assert.Equal(
        new DiskDevice(new DomainPlace(1, 29))
        {
            Driver = new DiskDriver
            {
                Name = "qemu",
                Format = "qcow2",
                Cache = "none",
                Io = "native",
                Discard = "unmap",
                DetectZeroes = "on",
                ErrorPolicy = "stop",
                IoThread = 2,
            },
            Source = new DiskSource { Path = "/a.qcow2" },
            Target = "vda",
            Bus = "virtio",
            IsReadOnly = true,
            IsShareable = true,
            Serial = " 42 ",
        },
        Read.WholeDevice<DiskDevice>(
            "<disk type='file' device='disk'><driver name='qemu' type='qcow2' cache='none' io='native' discard='unmap' detect_zeroes='on'"
            + " error_policy='stop' iothread='2'/><source file='/a.qcow2'/><target dev='vda' bus='virtio'/><readonly/><shareable/>"
            + "<serial> 42 </serial></disk>"));

    public static TheoryData<string, DiskSource?> Sources => new()
    {
        { "<disk/>", null },
        { "<disk><source file='/f'/></disk>", new DiskSource { Path = "/f" } },
        { "<disk type='block'><source dev='/d'/></disk>", new DiskSource { Path = "/d" } },
        { "<disk type='dir'><source dir='/d'/></disk>", new DiskSource { Path = "/d" } },
        { "<disk type='volume'><source pool='p' volume='v'/></disk>", new DiskSource { Pool = "p", Volume = "v" } },
        {
            "<disk type='network'><source protocol='nbd' name='n'><host name='h' port='1' transport='tcp'/></source></disk>",
            new DiskSource { Protocol = "nbd", Name = "n", Host = new DeviceHost("h", "1", "tcp", null) }
        },
        { "<disk type='network'><source protocol='rbd' name='n'/></disk>", new DiskSource { Protocol = "rbd", Name = "n" } },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_source_is_read_by_its_type(string disk, DiskSource? expected) =>
        Assert.Equal(expected, Read.WholeDevice<DiskDevice>(disk).Source);

    [Fact]
    public void What_is_not_read_of_a_source_is_listed() => Assert.Equal(
        ["/domain/devices/disk/source"],
        Read.Uninterpreted("<devices><disk type='nvme'><source type='pci' managed='yes'/></disk></devices>").Select(p => p.Split("/@")[0])
            .Distinct());

    [Theory]
    [InlineData("hda", "ide")]
    [InlineData("sdz", "scsi")]
    [InlineData("vda", "virtio")]
    [InlineData("xvda", "xen")]
    [InlineData("fda", "fdc")]
    [InlineData("nvme0", null)]
    [InlineData("a", null)]
    public void A_name_tells_the_bus(string name, string? bus) =>
        Assert.Equal(bus, Read.Device<DiskDevice>($"<disk><target dev='{name}'/></disk>").Bus);

    [Fact]
    public void A_floppy_is_on_its_controller() => Assert.Equal("fdc", Read.Device<DiskDevice>("<disk device='floppy'/>").Bus);

    [Fact]
    public void A_cdrom_is_read_only() => Assert.True(Read.Device<DiskDevice>("<disk device='cdrom'/>").IsReadOnly);
}
