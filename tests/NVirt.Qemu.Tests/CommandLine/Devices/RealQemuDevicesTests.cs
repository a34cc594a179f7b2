using System.Globalization;
using System.Text.Json;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.HostModels;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.CommandLine.Devices;

/// <summary>This machine's QEMU accepts our command lines, and builds what the domain describes.</summary>
[Trait("Run", "long")]
public sealed class RealQemuDevicesTests
{
    private const int RandomGuests = 40;

    [Theory]
    [InlineData("pc", "virtio", "vda", "virtio-disk0", "raw")]
    [InlineData("pc", "virtio", "vdaa", "virtio-disk26", "qcow2")]
    [InlineData("pc", "ide", "hdd", "ide0-1-1", "raw")]
    [InlineData("pc", "sata", "sdb", "sata0-0-1", "qcow2")]
    [InlineData("pc", "scsi", "sdc", "scsi0-0-2", "raw")]
    [InlineData("pc", "usb", "sdd", "usb-disk3", "raw")]
    [InlineData("q35", "virtio", "vdb", "virtio-disk1", "qcow2")]
    [InlineData("q35", "sata", "sdf", "sata0-0-5", "qcow2")]
    [InlineData("q35", "scsi", "sda", "scsi0-0-0", "qcow2")]
    [InlineData("q35", "usb", "sdb", "usb-disk1", "qcow2")]
    public async Task Disks(string machine, string bus, string target, string id, string format)
    {
        using TempFolder folder = new();
        DeviceGuest guest = new(folder, machine);
        guest.AddDisk(target, bus, id, format, more: "<serial>abc-1</serial><shareable/>",
            driver: "cache='writeback' discard='unmap' detect_zeroes='unmap' io='threads'");
        await Check(guest);
    }

    [Theory]
    [InlineData("pc", "ide", "hda", "ide0-0-0")]
    [InlineData("q35", "sata", "sda", "sata0-0-0")]
    [InlineData("q35", "scsi", "sda", "scsi0-0-0")]
    public async Task Drives_with_and_without_medium(string machine, string bus, string target, string id)
    {
        using TempFolder folder = new();
        DeviceGuest guest = new(folder, machine);
        guest.AddDisk(target, bus, id, device: "cdrom");
        string other = target[..2] + "b";
        guest.Add($"<disk type='file' device='cdrom'><target dev='{other}' bus='{bus}'/></disk>", bus == "ide" ? "ide0-0-1"
            : $"{bus}0-0-1");
        await Check(guest);
    }

    [Fact]
    public async Task Floppies()
    {
        using TempFolder folder = new();
        DeviceGuest guest = new(folder, "pc");
        guest.AddDisk("fda", "fdc", "fdc0-0-0", device: "floppy");
        guest.Add("<disk type='file' device='floppy'><target dev='fdb'/></disk>", "fdc0-0-1");
        await Check(guest);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("writethrough")]
    [InlineData("directsync")]
    [InlineData("unsafe")]
    public async Task Cache_modes(string cache)
    {
        using TempFolder folder = new();
        DeviceGuest guest = new(folder, "q35");
        guest.AddDisk("vda", "virtio", "virtio-disk0", "qcow2",
            driver: $"cache='{cache}' iothread='1' error_policy='stop'{(cache is "none" or "directsync" ? " io='native'" : string.Empty)}");
        guest.AddDisk("vdb", "virtio", "virtio-disk1", isReadOnly: true, driver: "error_policy='enospace' io='io_uring'");
        await Check(guest);
    }

    [Theory]
    [InlineData("pc")]
    [InlineData("q35")]
    public async Task Interfaces(string machine)
    {
        using TempFolder folder = new();
        DeviceGuest guest = new(folder, machine);
        string[] models = ["virtio", "virtio-transitional", "virtio-non-transitional", "e1000", "e1000e", "rtl8139", "pcnet", "ne2k_pci"];
        for (int i = 0; i < models.Length; i++)
        {
            guest.Add($"<interface type='user'><mac address='52:54:00:00:00:0{i}'/><model type='{models[i]}'/></interface>", $"net{i}");
        }

        guest.Add("<interface type='user'><boot order='1'/><mtu size='9000'/></interface>", "net8");
        await Check(guest, warnings: 1);
    }

    [Theory]
    [InlineData("pc")]
    [InlineData("q35")]
    public async Task Character_devices(string machine)
    {
        using TempFolder folder = new();
        DeviceGuest guest = new(folder, machine);
        guest.AddCharacter("serial", "type='pty'", "<target port='0'/>", "serial0", "pty");
        guest.AddCharacter("serial", "type='file'",
            $"<source path='{guest.Path("log,1")}' append='on'/><target type='isa-serial' port='1'/>", "serial1", "file");
        guest.AddCharacter("serial", "type='unix'", $"<source mode='bind' path='{guest.Path("s")}'/><target type='usb-serial'/>", "serial2",
            "disconnected");
        guest.AddCharacter(
            "serial", "type='tcp'",
                "<source mode='bind' host='127.0.0.1' service='0'/><protocol type='telnet'/><target type='pci-serial'/>", "serial3",
                    "disconnected");
        guest.AddCharacter("parallel", "type='null'", string.Empty, "parallel0", "null");
        guest.AddCharacter("channel", "type='unix'", "<target type='virtio' name='org.qemu.guest_agent.0'/>", "channel0", "disconnected");
        guest.AddCharacter("channel", "type='udp'", "<source mode='connect' host='127.0.0.1' service='9'/><target type='virtio' name='b'/>",
            "channel1", "udp");
        guest.Add("<console type='pty'><target type='serial' port='0'/></console>");
        guest.AddCharacter("console", "type='pty'", "<target type='virtio' port='1'/>", "console0", "pty");
        await Check(guest);
        Assert.True(File.Exists(guest.Path("log,1")));
    }

    [Theory]
    [InlineData("pc", "vga", "vram='16384'")]
    [InlineData("pc", "cirrus", "vram='16384'")]
    [InlineData("q35", "virtio", "heads='2'")]
    [InlineData("q35", "bochs", "vram='16384'")]
    [InlineData("q35", "ramfb", "")]
    public async Task Screen_and_input(string machine, string video, string details)
    {
        using TempFolder folder = new();
        DeviceGuest guest = new(folder, machine);
        guest.AddVnc();
        guest.Add($"<video><model type='{video}' {details}/></video>", "video0");
        guest.Add("<input type='mouse' bus='ps2'/><input type='keyboard' bus='ps2'/>");
        guest.Add("<input type='tablet' bus='usb'/><input type='mouse' bus='usb'/><input type='keyboard' bus='usb'/>", "input2");
        guest.Add("<input type='tablet' bus='virtio'/><input type='mouse' bus='virtio'/><input type='keyboard' bus='virtio'/>", "input5");
        guest.Add("<audio id='1' type='none'/>");
        await Check(guest);
    }

    [Fact]
    public async Task Vnc_on_a_socket()
    {
        using TempFolder folder = new();
        DeviceGuest guest = new(folder, "pc");
        guest.AddVnc("keymap='de'", $"<listen type='socket' socket='{guest.Path("vnc,1")}'/>");
        guest.Names.Add("video0");
        await Check(guest);
    }

    [Theory]
    [InlineData("pc", "i6300esb", "isa")]
    [InlineData("pc", "ib700", "pvpanic")]
    [InlineData("q35", "i6300esb", "pvpanic")]
    [InlineData("q35", "itco", "isa")]
    public async Task System_devices(string machine, string watchdog, string panic)
    {
        using TempFolder folder = new();
        DeviceGuest guest = new(folder, machine);
        guest.Add($"<watchdog model='{watchdog}' action='pause'/>", watchdog == "itco" ? null : "watchdog0");
        guest.Add($"<panic model='{panic}'/>", "panic0");
        guest.Add("<rng model='virtio'><rate bytes='1024' period='2000'/><backend model='random'>/dev/urandom</backend></rng>", "rng0");
        guest.Add("<rng model='virtio-non-transitional'><backend model='builtin'/></rng>", "rng1");
        guest.Add("<memballoon model='virtio' autodeflate='on' freePageReporting='on'/>", "balloon0");
        await Check(guest);
    }

    [Theory]
    [InlineData("intel", "<driver intremap='on' caching_mode='on' eim='off' iotlb='on' aw_bits='48'/>")]
    [InlineData("virtio", "")]
    public async Task Iommus(string model, string driver)
    {
        using TempFolder folder = new();
        DeviceGuest guest = new(folder, "q35");
        guest.Add($"<iommu model='{model}'>{driver}</iommu>", "iommu0");
        await Check(guest);
    }

    [Theory]
    [InlineData("piix3-uhci", "usb")]
    [InlineData("piix4-uhci", "usb")]
    [InlineData("ehci", "usb")]
    [InlineData("pci-ohci", "usb")]
    [InlineData("nec-xhci", "usb")]
    [InlineData("qemu-xhci", "usb")]
    [InlineData("ich9-ehci1", "usb")]
    public async Task Usb_controllers(string model, string id)
    {
        using TempFolder folder = new();
        DeviceGuest guest = new(folder, "q35");
        guest.Add($"<controller type='usb' index='0' model='{model}'><address type='pci' bus='0' slot='0x1d' function='7'/></controller>",
            id);
        if (model == "ich9-ehci1")
        {
            guest.Add("<controller type='usb' index='0' model='ich9-uhci1'><address type='pci' bus='0' slot='0x1d' function='0' "
                + "multifunction='on'/></controller>", "usb-ich9-uhci1");
            guest.Add("<controller type='usb' index='0' model='ich9-uhci2'><address type='pci' bus='0' slot='0x1d' "
                + "function='1'/></controller>", "usb-ich9-uhci2");
        }

        guest.Add("<input type='tablet' bus='usb'/>", "input0");
        await Check(guest);
    }

    [Fact]
    public async Task Pci_bridges_and_ports()
    {
        using TempFolder folder = new();
        DeviceGuest guest = new(folder, "q35");
        guest.Add("<controller type='pci' index='0' model='pcie-root'/>");
        guest.Add("<controller type='pci' index='1' model='pcie-root-port'><target chassis='1' port='0x10'/><address type='pci' bus='0' "
            + "slot='2' function='0' multifunction='on'/></controller>", "pci.1");
        guest.Add("<controller type='pci' index='2' model='pcie-root-port'><address type='pci' bus='0' slot='2' "
            + "function='1'/></controller>", "pci.2");
        guest.Add("<controller type='pci' index='3' model='pcie-to-pci-bridge'><address type='pci' bus='1' slot='0'/></controller>",
            "pci.3");
        guest.Add("<controller type='pci' index='4' model='pci-bridge'><address type='pci' bus='3' slot='1'/></controller>", "pci.4");
        guest.Add("<controller type='pci' index='5' model='dmi-to-pci-bridge'/>", "pci.5");
        guest.Add("<controller type='virtio-serial'><address type='pci' bus='2' slot='0'/></controller>", "virtio-serial0");
        guest.Add("<interface type='user'><model type='e1000'/><address type='pci' bus='4' slot='3'/></interface>", "net0");
        guest.Add("<memballoon model='virtio'><alias name='ua-my_balloon'/></memballoon>", "ua-my_balloon");
        await Check(guest);
    }

    [Fact]
    public async Task Whatever_devices_come_together()
    {
        int seed = RunSettings.Seed;
        for (int i = 0; i < RunSettings.Times(RandomGuests); i++)
        {
            using TempFolder folder = new();
            TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed + i}");
            await Check(RandomGuest.Make(folder, new Random(seed + i)));
        }
    }

    private static async Task Check(DeviceGuest guest, int warnings = 0)
    {
        QemuCapabilities capabilities = await RealQemu.Capabilities;
        QemuArguments arguments = QemuCommandLine.Build(
            guest.Document, capabilities, QemuHost.ThisMachine(),
                new QemuCommandLineOptions { IsPaused = true, SocketFolder = guest.Path(string.Empty) });
        Assert.Equal(warnings, arguments.Warnings.Length);
        PausedQemu qemu = await PausedQemu.StartAsync(arguments);
        Assert.Equal(string.Empty, qemu.Complaints);
        Assert.Equal(guest.Cpus, qemu.Cpus);
        Assert.Equal(guest.HasVnc, qemu.HasVnc);
        Assert.Equal(guest.Disks.Order(StringComparer.Ordinal), qemu.Disks.Order(StringComparer.Ordinal));
        Assert.Equal(guest.Backends.Order(StringComparer.Ordinal), qemu.Backends.Order(StringComparer.Ordinal));
        Assert.Equal(Ids(arguments).Order(StringComparer.Ordinal), qemu.Devices.Order(StringComparer.Ordinal));
        Assert.Subset(qemu.Devices.ToHashSet(), guest.Names.ToHashSet());
    }

    private static IEnumerable<string> Ids(QemuArguments arguments) => arguments.Arguments.Zip(arguments.Arguments.Skip(1))
        .Where(pair => pair.First == "-device")
        .Select(pair => JsonDocument.Parse(pair.Second).RootElement.GetProperty("id").GetString()!);
}
