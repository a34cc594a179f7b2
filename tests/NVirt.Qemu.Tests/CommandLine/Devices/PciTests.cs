using System.Text.RegularExpressions;
using NVirt.Testing;
using static NVirt.Qemu.Tests.CommandLine.Devices.DeviceText;

namespace NVirt.Qemu.Tests.CommandLine.Devices;

/// <summary>Places on PCI, and controllers.</summary>
public sealed partial class PciTests
{
    private const string Balloon = "<memballoon model='virtio'>{0}</memballoon>";

    [Fact]
    public void Free_slots_are_given_around_those_of_the_document() => Assert.Equal(
        "net0@0x3 net1@0x2 net2@0x5 balloon0@0x4",
        Places("<memballoon model='virtio'><address type='pci' bus='0' slot='4'/></memballoon>"
            + "<interface type='user'/><interface type='user'><address type='pci' bus='0' slot='2'/></interface><interface type='user'/>"));

    [Fact]
    public void All_zeroes_mean_that_nobody_chose() =>
        Assert.Equal("balloon0@0x2",
            Places(Balloon.Replace("{0}", "<address type='pci' bus='0' slot='0' function='0'/>", StringComparison.Ordinal)));

    [Fact]
    public void What_a_device_needs_is_there_before_it() => Assert.Equal(
        """
        -device {"driver":"pcie-root-port","id":"pci.1","chassis":1,"bus":"pcie.0","addr":"0x1"}
        -device {"driver":"pcie-pci-bridge","id":"pci.2","bus":"pci.1","addr":"0x0"}
        -device {"driver":"qemu-xhci","id":"usb","bus":"pci.2","addr":"0x1"}
        -device {"driver":"usb-tablet","id":"input0","bus":"usb.0"}
        """,
        Of("""
            <input type='tablet' bus='usb'/><controller type='usb' model='qemu-xhci'><address type='pci' bus='2' slot='1'/></controller>
            <controller type='pci' index='2' model='pcie-to-pci-bridge'><address type='pci' bus='1' slot='0'/></controller>
            <controller type='pci' index='1' model='pcie-root-port'/>
            """,
            "q35"));

    [Fact]
    public void A_controller_is_there_once_for_all_that_need_it() => Assert.Single(
        Of("<channel type='pty'><target type='virtio'/></channel><channel type='pty'><target type='virtio'/></channel>").Split('\n'),
        line => line.Contains("virtio-serial-pci", StringComparison.Ordinal));

    [Fact]
    public void The_slots_of_a_bus_end() => Assert.Contains(
        "there is no free PCI slot", Refused(string.Concat(Enumerable.Repeat("<interface type='user'/>", 31))), StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "<interface type='user'><address type='pci' bus='0' slot='4'/></interface><memballoon model='virtio'><address type='pci' bus='0' "
            + "slot='4'/></memballoon>", "another device is already on PCI bus 0, slot 4, function 0")]
    [InlineData("<memballoon model='virtio'><address type='pci' bus='3' slot='4'/></memballoon>",
        "needs controller 3 of type \"pci\", which does not exist")]
    [InlineData("<memballoon model='virtio'><address type='ccw'/></memballoon>",
        "address type \"ccw\" of \"memballoon\" is not supported; supported: pci")]
    [InlineData("<controller type='pci' index='0' model='pcie-root'/>", "machine \"pc-i440fx-7.2\" cannot have this device")]
    [InlineData(
        "<input type='tablet' bus='usb'/><controller type='usb' model='none'/>", "this \"input\" needs controller 0 of type \"usb\"")]
    public void What_can_not_be_is_refused(string devices, string expected) =>
        Assert.Contains(expected, Refused(devices), StringComparison.Ordinal);

    [Fact]
    public void Machines_that_we_do_not_know_have_no_devices() => Assert.Contains(
        "this device (\"rng\") is not supported on machine \"pseries-7.2\"",
        Refused("<rng model='virtio'><backend model='builtin'/></rng>", "pseries", "ppc64"),
        StringComparison.Ordinal);

    private static string Places(string devices) =>
        string.Join(' ', Of(devices).Split('\n').Select(line => Place().Match(line)).Where(m => m.Success)
        .Select(m => $"{m.Groups["id"].Value}@{m.Groups["addr"].Value}"));

    [GeneratedRegex("\"id\":\"(?<id>[^\"]*)\".*\"addr\":\"(?<addr>[^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex Place();
}
