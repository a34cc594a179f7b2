using static NVirt.Qemu.Tests.CommandLine.Devices.DeviceText;

namespace NVirt.Qemu.Tests.CommandLine.Devices;

/// <summary>Disks.</summary>
public sealed class DiskTests
{
    [Theory]
    [InlineData("", """{"driver":"file","filename":"/a","node-name":"disk0-storage","auto-read-only":true,"discard":"unmap"}""",
        """{"node-name":"disk0-format","read-only":false,"driver":"raw","file":"disk0-storage"}""")]
    [InlineData(
        "type='qcow2' cache='none' io='native'",
            """{"driver":"file","filename":"/a","node-name":"disk0-storage","aio":"native","cache":{"direct":true,"no-flush":false}"""
                + ""","auto-read-only":true,"discard":"unmap"}""",
                """{"node-name":"disk0-format","read-only":false,"cache":{"direct":true,"no-flush":false}"""
                    + ""","driver":"qcow2","file":"disk0-storage","backing":null}""")]
    [InlineData(
        "detect_zeroes='unmap'",
            """{"driver":"file","filename":"/a","node-name":"disk0-storage","auto-read-only":true,"discard":"unmap"}""",
                """{"node-name":"disk0-format","read-only":false,"detect-zeroes":"on","driver":"raw","file":"disk0-storage"}""")]
    public void How_the_host_reads_a_file(string driver, string storage, string format) => Assert.StartsWith(
        $"-blockdev {storage}\n-blockdev {format}\n",
        Of($"<disk type='file'><driver {driver}/><source file='/a'/><target dev='vda'/></disk>"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("block", "disk", "dev", "host_device")]
    [InlineData("block", "cdrom", "dev", "host_cdrom")]
    public void A_block_device_is_read_by_its_own_driver(string type, string device, string attribute, string expected) =>
        Assert.StartsWith(
        $$"""-blockdev {"driver":"{{expected}}","filename":"/dev/a",""",
        Of($"<disk type='{type}' device='{device}'><source {attribute}='/dev/a'/><target dev='hda'/></disk>"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("none", "on")]
    [InlineData("writeback", "on")]
    [InlineData("unsafe", "on")]
    [InlineData("writethrough", "off")]
    [InlineData("directsync", "off")]
    public void The_guest_sees_a_cache_that_it_has_to_flush(string cache, string expected) => Assert.Contains(
        $"\"write-cache\":\"{expected}\"",
        Last($"<disk><driver cache='{cache}'/><source file='/a'/><target dev='vda'/></disk>"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("hdd", "", "pc", """{"driver":"ide-hd","id":"ide0-1-1","bus":"ide.1","unit":1,"drive":"disk0-format","bootindex":1}""")]
    [InlineData("sdc", "bus='sata'", "q35", """{"driver":"ide-hd","id":"sata0-0-2","bus":"ide.2","drive":"disk0-format","bootindex":1}""")]
    [InlineData("sdc", "bus='sata'", "pc", """{"driver":"ide-hd","id":"sata0-0-2","bus":"sata0.2","drive":"disk0-format","bootindex":1}""")]
    [InlineData("sdc", "bus='scsi'", "pc",
        """{"driver":"scsi-hd","id":"scsi0-0-2","bus":"scsi0.0","scsi-id":2,"drive":"disk0-format","bootindex":1}""")]
    [InlineData(
        "sda", "bus='usb'", "q35", """{"driver":"usb-storage","id":"usb-disk0","bus":"usb.0","drive":"disk0-format","bootindex":1}""")]
    [InlineData("vdab", "", "q35",
        """{"driver":"virtio-blk-pci","id":"virtio-disk27","drive":"disk0-format","bootindex":1,"bus":"pcie.0","addr":"0x1"}""")]
    public void The_name_says_where_a_disk_is(string target, string bus, string machine, string expected) =>
        Assert.Equal("-device " + expected, Last($"<disk><source file='/a'/><target dev='{target}' {bus}/></disk>", machine));

    [Fact]
    public void An_address_says_it_better() => Assert.Equal(
        """-device {"driver":"scsi-hd","id":"scsi1-0-2-3","bus":"scsi1.0","channel":0,"scsi-id":2,"lun":3,"drive":"disk0-format","bootind"""
            + """ex":1}""",
        Last("<controller type='scsi' index='1' model='virtio-scsi'/><disk><source file='/a'/><target dev='sda' bus='scsi'/><address "
            + "type='drive' controller='1' target='2' unit='3'/></disk>"));

    [Fact]
    public void A_drive_without_medium_has_no_node() => Assert.Equal(
        """-device {"driver":"ide-cd","id":"ide0-0-0","bus":"ide.0","unit":0}""",
        Of("<disk device='cdrom'><target dev='hda'/></disk>"));

    [Theory]
    [InlineData("stop", "\"werror\":\"stop\",\"rerror\":\"stop\"")]
    [InlineData("enospace", "\"werror\":\"enospc\",\"bus\"")]
    public void What_happens_after_an_error(string policy, string expected) => Assert.Contains(
        expected, Last($"<disk><driver error_policy='{policy}'/><source file='/a'/><target dev='vda'/></disk>"), StringComparison.Ordinal);

    [Theory]
    [InlineData("<disk type='network'><source protocol='nbd'/><target dev='vda'/></disk>", "pc",
        "type \"network\" of \"disk\" is not supported; supported: file, block")]
    [InlineData(
        "<disk><driver io='native'/><source file='/a'/><target dev='vda'/></disk>", "pc", "io=\"native\" of a disk needs cache=\"none\"")]
    [InlineData("<disk><source file='/a'/><target dev='hda'/><readonly/></disk>", "pc", "a disk on IDE or SATA cannot be read-only")]
    [InlineData("<disk><source file='/a'/><target dev='hda'/></disk>", "q35", "cannot have this device (\"disk\") here")]
    [InlineData("<disk><target dev='vda'/></disk>", "pc", "a disk needs a source")]
    [InlineData("<disk><source file='/a'/><target dev='vda'/></disk><disk><source file='/b'/><target dev='vda'/></disk>", "pc",
        "would be called \"virtio-disk0\"")]
    [InlineData("<disk><driver iothread='2'/><source file='/a'/><target dev='vda'/></disk>", "pc",
        "driver iothread \"2\" of \"disk\" is not supported; supported: 1-1")]
    public void What_can_not_be_is_refused(string disk, string machine, string expected) =>
        Assert.Contains(expected, Refused(disk, machine), StringComparison.Ordinal);
}
