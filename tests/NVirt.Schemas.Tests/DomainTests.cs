namespace NVirt.Schemas.Tests;

/// <summary>The CPUs of a domain and what belongs to them; everything else is free.</summary>
public sealed class DomainTests
{
    private static string Domain(string content) => $"<domain type='kvm'><name>a</name>{content}</domain>";

    [Theory]
    [InlineData(
        "<vcpu placement='auto' cpuset='0-3,^1' current='2'>4</vcpu><vcpus><vcpu id='0' enabled='yes' hotpluggable='no' order='1'/><vcpu "
            + "id='1' enabled='no'/></vcpus>")]
    [InlineData("<memory unit='GB'>4</memory><currentMemory>1</currentMemory><maxMemory slots='3' unit='TiB'>1</maxMemory>")]
    [InlineData(
        "<features><acpi/><apic eoi='off'/><hyperv><spinlocks state='off' retries='1'/><o:own xmlns:o='urn:o'/></hyperv><tcg><tb-cache "
            + "unit='MiB'>1</tb-cache></tcg></features>")]
    [InlineData("<clock offset='utc' adjustment='reset'><timer name='rtc' tickpolicy='catchup'><catchup slew='1'/></timer></clock>")]
    [InlineData("<clock offset='absolute' start='5'/>")]
    [InlineData("<launchSecurity type='sev'><cbitpos>47</cbitpos></launchSecurity><o:own xmlns:o='urn:o'><any thing='x'/></o:own>")]
    [InlineData("<devices><emulator>/usr/bin/qemu</emulator><leaser>text<own/></leaser><disk><target dev='vda'/><own/></disk></devices>")]
    [InlineData("<cpu mode='host-model' check='partial'/>")]
    public void Parts_are_accepted(string content) => OurSchemas.Accepts("domain", Domain(content));

    [Theory]
    [InlineData("<vcpu>0</vcpu>", "vcpu", null)]
    [InlineData("<vcpu>four</vcpu>", "vcpu", null)]
    [InlineData("<vcpu current='x'>4</vcpu>", "vcpu", "current")]
    [InlineData("<vcpu placement='dynamic'>4</vcpu>", "vcpu", "placement")]
    [InlineData("<vcpu cpuset='0..3'>4</vcpu>", "vcpu", "cpuset")]
    [InlineData("<vcpu count='4'>4</vcpu>", "vcpu", "count")]
    [InlineData("<vcpus><vcpu id='0' enabled='no'/></vcpus>", "vcpu", "enabled")]
    [InlineData("<vcpus><vcpu id='1' enabled='no' hotpluggable='no'/></vcpus>", "vcpu", "hotpluggable")]
    [InlineData("<memory>much</memory>", "memory", null)]
    [InlineData("<memory unit='gigs'>4</memory>", "memory", "unit")]
    [InlineData("<on_crash>panic</on_crash>", "on_crash", null)]
    [InlineData("<pm><suspend-to-mem enabled='on'/></pm>", "suspend-to-mem", "enabled")]
    [InlineData("<os><type arch='x86-64'>hvm</type></os>", "type", "arch")]
    [InlineData("<os><boot dev='cd'/></os>", "boot", "dev")]
    [InlineData("<features><apci/></features>", "apci", null)]
    [InlineData("<features><apic eoi='yes'/></features>", "apic", "eoi")]
    [InlineData("<features><hyperv><relaxed/></hyperv></features>", "relaxed", "state")]
    [InlineData("<features><hyperv><relax state='on'/></hyperv></features>", "relax", null)]
    [InlineData("<features><hyperv><spinlocks state='on' retries='100'/></hyperv></features>", "spinlocks", "retries")]
    [InlineData("<features><hyperv><vendor_id state='on' value='a,b'/></hyperv></features>", "vendor_id", "value")]
    [InlineData("<features><kvm><dirty-ring state='on' size='1000'/></kvm></features>", "dirty-ring", "size")]
    [InlineData("<features><kvm><hidden/></kvm></features>", "hidden", "state")]
    [InlineData("<features><pmu state='yes'/></features>", "pmu", "state")]
    [InlineData("<features><ibs value='fixed'/></features>", "ibs", "value")]
    [InlineData("<clock offset='gmt'/>", "clock", "offset")]
    [InlineData("<clock><timer name='hpett'/></clock>", "timer", "name")]
    [InlineData("<clock><timer name='rtc' tickpolicy='catch'/></clock>", "timer", "tickpolicy")]
    [InlineData("<clock><timer name='rtc'><catchup/></timer></clock>", "catchup", null)]
    [InlineData("<cpu><model>a</model><feature policy='on' name='aes'/></cpu>", "feature", "policy")]
    [InlineData("<cpu/><cpu/>", "cpu", null)]
    [InlineData("<devices><disk type='qcow2'><target dev='vda'/></disk></devices>", "disk", "type")]
    [InlineData("<devices><disk><target bus='virtio'/></disk></devices>", "target", "dev")]
    [InlineData("<devices><interface type='network'><mac address='52:54:00'/></interface></devices>", "mac", "address")]
    [InlineData("<devices><graphics port='-1'/></devices>", "graphics", "type")]
    [InlineData("<devices><rng/></devices>", "rng", "model")]
    [InlineData("<devices><watchdog model='i6300esb'><boot order='0'/></watchdog></devices>", "boot", "order")]
    [InlineData("<devices><sound model='ich9'><address type='pci' slot='0x20'/></sound></devices>", "address", "slot")]
    public void A_part_is_refused(string content, string element, string? attribute) =>
        OurSchemas.Refuses("domain", Domain(content), element, attribute);

    [Theory]
    [InlineData("<domain><name>a</name></domain>", "domain", "type")]
    [InlineData("<domain type='kvm' id='-1'><name>a</name></domain>", "domain", "id")]
    [InlineData("<domain type='kvm'/>", "domain", null)]
    public void A_domain_is_refused(string xml, string element, string? attribute) => OurSchemas.Refuses("domain", xml, element, attribute);
}
