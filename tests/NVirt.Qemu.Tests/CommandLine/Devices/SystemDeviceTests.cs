using static NVirt.Qemu.Tests.CommandLine.Devices.DeviceText;

namespace NVirt.Qemu.Tests.CommandLine.Devices;

/// <summary>Random numbers, balloon, watchdog, panic and IOMMU.</summary>
public sealed class SystemDeviceTests
{
    [Fact]
    public void Random_numbers_come_from_an_object() => Assert.Equal(
        """
        -object {"qom-type":"rng-random","id":"objrng0","filename":"/dev/urandom"}
        -device {"driver":"virtio-rng-pci","id":"rng0","rng":"objrng0","max-bytes":64,"period":1000,"bus":"pci.0","addr":"0x2"}
        """,
        Of("<rng model='virtio'><rate bytes='64'/><backend model='random'/></rng>"));

    [Theory]
    [InlineData("<memballoon model='virtio-transitional' autodeflate='on'/>", "pc",
        """{"driver":"virtio-balloon-pci-transitional","id":"balloon0","deflate-on-oom":true,"bus":"pci.0","addr":"0x2"}""")]
    [InlineData(
        "<panic model='isa'><address type='isa' iobase='0x506'/></panic>", "pc", """{"driver":"pvpanic","id":"panic0","ioport":1286}""")]
    [InlineData("<iommu model='intel'><driver intremap='on' eim='off' caching_mode='on' iotlb='off' aw_bits='48'/></iommu>", "q35",
        """{"driver":"intel-iommu","id":"iommu0","intremap":"on","caching-mode":true,"eim":"off","device-iotlb":false,"aw-bits":48}""")]
    public void One_device(string device, string machine, string expected) => Assert.Equal("-device " + expected, Of(device, machine));

    [Fact]
    public void More_cpus_than_an_apic_can_name_get_an_iommu() => Assert.Contains(
        """{"driver":"intel-iommu","id":"iommu0","intremap":"on","eim":"on"}""",
        Guests.Build(Guests.Domain(type: "kvm", machine: "q35", vcpu: "<vcpu>256</vcpu>")).Arguments);

    [Theory]
    [InlineData("i6300esb", "reset", "pc", "reset")]
    [InlineData("ib700", "dump", "pc", "pause")]
    [InlineData("itco", "inject-nmi", "q35", "inject-nmi")]
    public void A_watchdog_says_what_it_does(string model, string action, string machine, string expected) =>
        Assert.Equal("-watchdog-action " + expected, Last($"<watchdog model='{model}' action='{action}'/>", machine));

    [Fact]
    public void Sound_is_told() =>
        Assert.Equal("g.xml:4:34: this device (\"sound\") is left out of the command line", Of("<sound model='ich9'/>"));

    [Theory]
    [InlineData("<watchdog model='ib700'/>", "q35", "cannot have this device (\"watchdog\")")]
    [InlineData("<watchdog model='i6300esb'/><watchdog model='i6300esb' action='none'/>", "pc",
        "action \"none\" of \"watchdog\" is not supported; supported: reset")]
    [InlineData("<iommu model='intel'/>", "pc", "cannot have this device (\"iommu\")")]
    [InlineData("<rng model='virtio'><backend model='egd'/></rng>", "pc",
        "backend model \"egd\" of \"rng\" is not supported; supported: random, builtin")]
    public void What_can_not_be_is_refused(string device, string machine, string expected) =>
        Assert.Contains(expected, Refused(device, machine), StringComparison.Ordinal);
}
