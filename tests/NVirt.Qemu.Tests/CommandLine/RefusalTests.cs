using NVirt.Cpu;
using NVirt.Domains.Documents;
using static NVirt.Qemu.Tests.CommandLine.Guests;

namespace NVirt.Qemu.Tests.CommandLine;

/// <summary>A domain that cannot be run is refused with all that is wrong with it, when it is defined and when it is started.</summary>
public sealed class RefusalTests
{
    private const string Much = """
        <genid/>
        <features><pvspinlock/><gic/><htm state='on'/></features>
        <cpu mode='custom'><model>Nehalem</model><maxphysaddr mode='emulate' bits='20'/><cache mode='passthrough'/>
        <topology sockets='2' cores='1' threads='1'/></cpu>
        <clock><timer name='platform'/><timer name='hpet' frequency='5'/></clock>
        <devices>
        <disk type='network' device='disk'><source protocol='rbd' name='x'/><target dev='vda'/></disk>
        <disk type='file'><driver type='vmdk' io='native' error_policy='no'/><source file='disk.img'/><target dev='vdb'/></disk>
        <controller type='scsi' index='0' model='buslogic'/>
        <disk type='file'><source file='/x'/><target dev='sda' bus='scsi'/></disk>
        <interface type='direct'><source dev='eth0'/><driver name='vhost'/><link state='down'/></interface>
        <graphics type='spice'/>
        <hostdev mode='subsystem' type='usb'/>
        <tpm model='tpm-tis'/>
        <video><model type='qxl'/></video>
        </devices>
        """;

    [Fact]
    public void All_that_is_wrong_is_told_at_once() => Golden.Check(
        string.Join('\n', Assert.Throws<CpuException>(() => Define(Domain(Much))).Refusal.Reasons.Select(r => r.Describe())) + "\n",
        "refused");

    [Fact]
    public void Both_refuse_the_same()
    {
        DomainDocument domain = Domain(Much);
        Assert.Equal(Assert.Throws<CpuException>(() => Define(domain)).Message, Refused(domain).Message);
    }

    [Fact]
    public void What_the_machine_decides_comes_first() => Assert.Equal(
        "g.xml:3:5: qemu-system-x86_64 has no machine \"bogus\"",
        Assert.Throws<CpuException>(() => Define(Domain(Much, machine: "bogus"))).Message);

    [Fact]
    public void The_cpu_of_a_host_is_a_matter_of_the_start()
    {
        DomainDocument domain = Domain("<cpu mode='host-passthrough'/><devices><interface type='direct'/></devices>");
        Assert.StartsWith(
            "g.xml:4:40: type \"direct\"", Assert.Throws<CpuException>(() => Define(domain)).Message, StringComparison.Ordinal);
        string refused = Refused(domain).Message;
        Assert.StartsWith("g.xml:4:1: mode \"host-passthrough\"", refused, StringComparison.Ordinal);
        Assert.Contains("; g.xml:4:40: type \"direct\"", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void A_volume_may_be_of_a_pool_that_is_not_active_yet() =>
        _ = Define(Domain("<devices><disk type='volume'><source pool='p' volume='v'/><target dev='vda' bus='virtio'/></disk></devices>"));
}
