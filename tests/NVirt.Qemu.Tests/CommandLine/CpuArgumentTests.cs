using NVirt.Cpu;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.HostModels;
using static NVirt.Qemu.Tests.CommandLine.Guests;

namespace NVirt.Qemu.Tests.CommandLine;

/// <summary><c>-cpu</c> (hypervisor-rules.md 4.4).</summary>
public sealed class CpuArgumentTests
{
    [Theory]
    [InlineData("", "qemu64")]
    [InlineData("<cpu mode='maximum' migratable='off'/>", "max,migratable=off")]
    [InlineData("<cpu><model vendor_id='NVirtNVirtNV'>Penryn</model></cpu>", "Penryn,vendor=NVirtNVirtNV")]
    [InlineData(
        "<cpu><model>Penryn</model><feature name='lahf_lm' policy='force'/><feature name='vmx' policy='disable'/><feature name='xop' "
            + "policy='disable'/></cpu>", "Penryn,lahf-lm=on,vmx=off")]
    [InlineData(
        "<clock><timer name='hypervclock' present='yes'/><timer name='kvmclock' present='no'/><timer name='tsc' "
            + "frequency='3000000000'/></clock>", "qemu64,hv-time=on,kvmclock=off,tsc-frequency=3000000000")]
    [InlineData("<features><pvspinlock state='off'/><apic eoi='on'/></features>", "qemu64,kvm-pv-eoi=on,kvm-pv-unhalt=off")]
    [InlineData("<features><hyperv mode='passthrough'><relaxed state='on'/></hyperv></features>", "qemu64,hv-passthrough=on")]
    [InlineData(
        "<features><hyperv><xmm_input state='on'/><vendor_id state='on' value='KVM Hv'/><spinlocks state='on' retries='8191'/><stimer "
            + "state='on'><direct state='on'/></stimer><relaxed state='off'/></hyperv></features>",
            "qemu64,hv-spinlocks=0x1fff,hv-stimer=on,hv-stimer-direct=on,hv-vendor-id=KVM Hv,hv-xmm-input=on")]
    [InlineData("<features><hyperv><tlbflush state='on'><direct state='on'/><extended state='on'/></tlbflush></hyperv></features>",
        "qemu64,hv-tlbflush=on,hv-tlbflush-direct=on,hv-tlbflush-ext=on")]
    [InlineData("<devices><panic model='hyperv'/><panic model='isa'/></devices>", "qemu64,hv-crash")]
    [InlineData(
        "<features><kvm><hidden state='on'/><hint-dedicated state='on'/><poll-control state='on'/><pv-ipi state='off'/></kvm><pmu "
            + "state='off'/></features>", "qemu64,kvm=off,kvm-hint-dedicated=on,kvm-poll-control=on,kvm-pv-ipi=off,pmu=off")]
    [InlineData("<features><kvm><hidden state='off'/><hint-dedicated state='off'/><pv-ipi state='on'/></kvm></features>", "qemu64")]
    [InlineData("<cpu mode='maximum'><cache mode='emulate' level='3'/></cpu>", "max,l3-cache=on,host-cache-info=off")]
    [InlineData("<cpu mode='maximum'><cache mode='passthrough'/></cpu>", "max,host-cache-info=on,l3-cache=off")]
    [InlineData("<cpu><model>Penryn</model><cache mode='disable'/></cpu>", "Penryn,l3-cache=off")]
    [InlineData("<cpu mode='maximum'><maxphysaddr mode='passthrough' limit='41'/></cpu>", "max,host-phys-bits=on,host-phys-bits-limit=41")]
    [InlineData("<cpu mode='maximum'><maxphysaddr mode='emulate' bits='42'/></cpu>", "max,phys-bits=42")]
    [InlineData("<cpu mode='maximum'><maxphysaddr mode='emulate'/></cpu>", "max,host-phys-bits=off")]
    public void On_x86(string inside, string expected) => Assert.Equal(expected, CpuOf(inside));

    [Theory]
    [InlineData("<clock><timer name='armvtimer' tickpolicy='discard'/></clock><cpu mode='host-passthrough'/>", "host,kvm-no-adjvtime=on")]
    [InlineData("<features><hyperv><emsr_bitmap state='on'/><vendor_id state='on' value='x'/></hyperv></features><cpu mode='maximum'/>",
        "max,hv-vendor-id=x,hv-emsr_bitmap=on")]
    [InlineData("", null)]
    public void On_arm(string inside, string? expected) => Assert.Equal(expected, CpuOf(inside, "kvm", "aarch64", "virt"));

    [Fact]
    public void A_guest_of_32_bits_says_so() =>
        Assert.Equal("host,aarch64=off", CpuOf("<cpu mode='host-passthrough'/>", "kvm", "armv7l", "virt"));

    [Fact]
    public void Power_keeps_host_model_and_tells_the_machine_the_mode()
    {
        QemuHost host = QemuHost.Of(new CpuSource(CpuDefinition.NewHost(CpuArchitecture.Ppc64) with { Model = "POWER9" }));
        QemuArguments arguments = QemuCommandLine.Build(
            Domain("<cpu mode='host-model'><model>power8</model></cpu>", "kvm", "ppc64", "pseries"), Power, host);
        Assert.Equal("host", arguments.ValueOf("-cpu"));
        Assert.EndsWith("max-cpu-compat=power8,memory-backend=ppc_spapr.ram", arguments.ValueOf("-machine"), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_without_a_cpu_need_a_default_one() => Assert.StartsWith(
        "g.xml:4:1: these features need a CPU", Refused(Domain("<features><pmu state='on'/></features>", "kvm", "aarch64", "virt")).Message,
            StringComparison.Ordinal);
}
