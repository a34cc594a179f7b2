using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;

namespace NVirt.Domains.Tests.Documents.Devices;

public class BusInterpreterTests
{
    private static readonly DomainPlace Place = new(1, 29);

    public static TheoryData<string, ControllerDevice> Controllers => new()
    {
        { "<controller/>", new ControllerDevice(Place) { Type = "ide" } },
        {
            "<controller type='pci' index='1' model='pcie-root-port'><model name='ioh3420'/><target chassis='0x10' "
                + "port='0x5'/></controller>",
            new ControllerDevice(Place) { Type = "pci", Index = 1, Model = "pcie-root-port", ModelName = "ioh3420", Chassis = 16, Port = 5 }
        },
        {
            "<controller type='pci' index='2'><target chassisNr='2' busNr='254' index='1'/></controller>",
            new ControllerDevice(Place) { Type = "pci", Index = 2, ChassisNumber = 2, BusNumber = 254, TargetIndex = 1 }
        },
        { "<controller type='virtio-serial' ports='31'/>", new ControllerDevice(Place) { Type = "virtio-serial", Ports = 31 } },
    };

    [Theory]
    [MemberData(nameof(Controllers))]
    public void A_controller_is_read(string xml, ControllerDevice expected) =>
        Assert.Equal(expected, Read.WholeDevice<ControllerDevice>(xml));

    public static TheoryData<string, InterfaceDevice> Interfaces => new()
    {
        { "<interface/>", new InterfaceDevice(Place) { Type = "user" } },
        {
            "<interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/><model type='virtio'/><target "
                + "dev='vnet0'/>"
            + "<driver name='vhost' queues='4'/><link state='down'/><mtu size='9000'/><boot order='1'/></interface>",
            new InterfaceDevice(Place)
            {
                Type = "network", Mac = "52:54:00:00:00:01", Source = "default", Model = "virtio", Target = "vnet0", Driver = "vhost",
                    Queues = 4,
                LinkUp = false, Mtu = 9000, BootOrder = 1,
            }
        },
        { "<interface type='bridge'><source bridge='br0'/></interface>", new InterfaceDevice(Place) { Type = "bridge", Source = "br0" } },
        {
            "<interface type='direct'><source dev='eth0' mode='vepa'/></interface>",
            new InterfaceDevice(Place) { Type = "direct", Source = "eth0", SourceMode = "vepa" }
        },
    };

    [Theory]
    [MemberData(nameof(Interfaces))]
    public void An_interface_is_read(string xml, InterfaceDevice expected) =>
        Assert.Equal(expected, Read.WholeDevice<InterfaceDevice>(xml));

    public static TheoryData<string, HostDevice> HostDevices => new()
    {
        {
            "<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0' bus='6' slot='2' "
                + "function='0'/></source></hostdev>",
            new HostDevice("pci", Place) { IsManaged = true, HostPci = new PciAddress { Bus = 6, Slot = 2 } }
        },
        {
            "<hostdev type='usb'><source><vendor id='1234'/><product id='0xabcd'/><address bus='1' device='010'/></source></hostdev>",
            new HostDevice("usb", Place) { UsbVendor = 1234, UsbProduct = 0xabcd, UsbBus = 1, UsbDevice = 8 }
        },
        {
            "<hostdev type='mdev' model='vfio-pci'><source><address uuid='c2177883-f1bb-47f0-914d-32a22e3a8804'/></source></hostdev>",
            new HostDevice("mdev", Place) { Model = "vfio-pci", MdevUuid = "c2177883-f1bb-47f0-914d-32a22e3a8804" }
        },
        { "<hostdev mode='capabilities' type='misc'/>", new HostDevice("misc", Place) { Mode = "capabilities" } },
    };

    [Theory]
    [MemberData(nameof(HostDevices))]
    public void A_device_of_the_host_is_read(string xml, HostDevice expected) => Assert.Equal(expected, Read.WholeDevice<HostDevice>(xml));

    [Theory]
    [InlineData("<controller index='x'/>")]
    [InlineData("<controller><target chassisNr='256'/></controller>")]
    [InlineData("<interface><link state='sideways'/></interface>")]
    [InlineData("<hostdev/>")]
    [InlineData("<hostdev type='usb'><source><vendor id='x'/></source></hostdev>")]
    public void A_bad_value_is_malformed(string device) => Read.IsXml($"<devices>{device}</devices>");
}
