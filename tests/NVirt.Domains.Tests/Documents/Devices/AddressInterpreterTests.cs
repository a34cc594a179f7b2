using NVirt.Domains.Documents.Devices;

namespace NVirt.Domains.Tests.Documents.Devices;

public class AddressInterpreterTests
{
    public static TheoryData<string, DeviceAddress> Addresses => new()
    {
        {
            "<address type='pci' domain='0x0001' bus='0xff' slot='0x1f' function='0x7' multifunction='on'/>",
            new PciAddress { Domain = 1, Bus = 255, Slot = 31, Function = 7, Multifunction = true }
        },
        { "<address type='pci' bus='10' slot='010'/>", new PciAddress { Bus = 10, Slot = 8 } },
        { "<address type='pci'/>", new PciAddress() },
        { "<address type='drive' controller='1' bus='2' target='3' unit='4'/>", new DriveAddress(1, 2, 3, 4) },
        { "<address type='drive' unit='010'/>", new DriveAddress(0, 0, 0, 10) },
        { "<address type='usb' bus='1' port='1.2'/>", new UsbAddress(1, "1.2") },
        { "<address type='virtio-serial' controller='1' bus='2' port='3'/>", new VirtioSerialAddress(1, 2, 3) },
        { "<address type='ccw' cssid='0xfe' ssid='0x3' devno='0xffff'/>", new CcwAddress(0xfe, 3, 0xffff) },
        { "<address type='ccw'/>", new CcwAddress(null, null, null) },
        { "<address type='isa' iobase='505' irq='0xa'/>", new IsaAddress(0x505, 10) },
        { "<address type='dimm' slot='3' base='0x100000000'/>", new DimmAddress(3, 0x1_0000_0000) },
        { "<address type='spapr-vio' reg='0x2000'/>", new SpaprVioAddress(0x2000) },
        { "<address type='virtio-mmio'/>", new OtherAddress("virtio-mmio") },
    };

    [Theory]
    [MemberData(nameof(Addresses))]
    public void An_address_is_read(string xml, DeviceAddress expected) =>
        Assert.Equal(expected, Read.WholeDevice<PanicDevice>($"<panic>{xml}</panic>").Address);

    [Theory]
    [InlineData("<address/>")]
    [InlineData("<address type='pci' domain='0x10000'/>")]
    [InlineData("<address type='pci' bus='0x100'/>")]
    [InlineData("<address type='pci' slot='0x20'/>")]
    [InlineData("<address type='pci' function='8'/>")]
    [InlineData("<address type='pci' multifunction='yes'/>")]
    [InlineData("<address type='drive' unit='x'/>")]
    [InlineData("<address type='isa' iobase='0xg'/>")]
    [InlineData("<address type='ccw' ssid='4'/>")]
    public void A_bad_address_is_malformed(string xml) => Read.IsXml($"<devices><panic>{xml}</panic></devices>");
}
