using NVirt.Cpu;
using NVirt.Cpu.X86;
using NVirt.Domains.Documents;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.CommandLine.Devices;
using NVirt.Qemu.HostModels;
using static NVirt.Qemu.Tests.CommandLine.Guests;

namespace NVirt.Qemu.Tests.CommandLine;

/// <summary>What a domain must not request (hypervisor-rules.md 4.2); each refusal says where.</summary>
public sealed class ValidationTests
{
    [Theory]
    [InlineData("<cpu mode='maximum'><maxphysaddr mode='passthrough' bits='40'/></cpu>", "g.xml:4:21: mode \"passthrough\"")]
    [InlineData("<cpu mode='maximum'><cache mode='emulate' level='2'/></cpu>", "g.xml:4:21: mode \"emulate\"")]
    [InlineData("<cpu><model>Nehalem</model><cache mode='passthrough'/></cpu>", "g.xml:4:28: mode \"passthrough\"")]
    [InlineData("<cpu mode='maximum'><cache mode='disable' level='3'/></cpu>", "g.xml:4:21: mode \"disable\"")]
    [InlineData("<cpu mode='host-passthrough'/>", "g.xml:4:1: mode \"host-passthrough\" of a CPU is not possible")]
    [InlineData("<cpu><topology sockets='2' cores='1' threads='1'/></cpu>",
        "g.xml:4:6: sockets, dies, clusters, cores and threads make 2 CPUs, but there are 1")]
    [InlineData("<clock><timer name='platform'/></clock>", "g.xml:4:8: timer \"platform\"")]
    [InlineData("<clock><timer name='kvmclock' tickpolicy='delay'/></clock>", "g.xml:4:8: this tickpolicy")]
    [InlineData("<clock><timer name='hpet' frequency='5'/></clock>", "g.xml:4:8: timer \"hpet\" has no frequency")]
    [InlineData("<clock><timer name='rtc' tickpolicy='merge'/></clock>", "g.xml:4:8: this tickpolicy")]
    [InlineData("<clock><timer name='rtc' track='boot'/></clock>", "g.xml:4:8: this track")]
    [InlineData("<clock><timer name='armvtimer' tickpolicy='delay'/></clock>", "g.xml:4:8: timer \"armvtimer\" needs")]
    [InlineData("<cpu mode='maximum'><maxphysaddr mode='emulate' bits='31'/></cpu>",
        "g.xml:4:21: 31 physical address bits are asked for; QEMU gives at least 32")]
    [InlineData("<cpu mode='maximum'><maxphysaddr mode='emulate' bits='40'/><feature policy='disable' name='lm'/></cpu>",
        "g.xml:4:21: a CPU without \"lm\"")]
    [InlineData("<cpu><model>Nehalem</model><maxphysaddr mode='emulate' bits='40'/><feature policy='disable' name='lm'/></cpu>",
        "g.xml:4:28: a CPU without \"lm\"")]
    public void On_x86(string inside, string expected) => Check(Refused(Domain(inside)), expected);

    [Theory]
    [InlineData("<features><pvspinlock/></features>", "g.xml:4:11: \"pvspinlock\" is not possible")]
    [InlineData("<features><apic eoi='on'/></features>", "g.xml:4:11: \"apic\" is not possible")]
    [InlineData("<cpu mode='maximum'><maxphysaddr mode='emulate' bits='40'/></cpu>", "g.xml:4:21: the number of physical address bits")]
    [InlineData("<cpu mode='maximum'><cache mode='disable'/></cpu>", "g.xml:4:21: the cache")]
    [InlineData("<clock><timer name='kvmclock' present='yes'/></clock>", "g.xml:4:8: timer \"kvmclock\" is not possible")]
    [InlineData("<cpu mode='host-passthrough' migratable='on'/>", "g.xml:4:1: qemu-system-aarch64 cannot leave out")]
    public void On_arm(string inside, string expected) => Check(Refused(Domain(inside, "kvm", "aarch64", "virt")), expected);

    [Fact]
    public void On_power_the_pmu_is_always_there() =>
        Check(Refused(Domain("<features><pmu state='off'/></features>", "kvm", "ppc64", "pseries")), "g.xml:4:11: ppc64 always has");

    [Fact]
    public void On_power_whole_cores_start() => Check(
        Refused(Domain(
            "<cpu><topology sockets='1' cores='2' threads='4'/></cpu>", "kvm", "ppc64", "pseries", "<vcpu current='2'>8</vcpu>")),
        "g.xml:2:45: there are 2 CPUs; expected a multiple of 4");

    [Theory]
    [InlineData("pc", "<vcpu>256</vcpu>", "g.xml:2:45: 256 CPUs are asked for, but machine pc-i440fx-7.2 has at most 255")]
    [InlineData("q35", "<vcpu>289</vcpu>", "g.xml:2:45: 289 CPUs are asked for")]
    [InlineData("bogus", "<vcpu>1</vcpu>", "g.xml:3:5: qemu-system-x86_64 has no machine \"bogus\"")]
    public void The_machine_decides_how_many_cpus_there_may_be(string machine, string vcpu, string expected) =>
        Check(Refused(Domain(machine: machine, vcpu: vcpu)), expected);

    [Theory]
    [InlineData("q35", "<vcpu>256</vcpu>", "", 255)]
    [InlineData("q35", "<vcpu current='1'>288</vcpu>", "", 287)]
    [InlineData("pc", "<vcpu>200</vcpu>", "<cpu><topology sockets='40' cores='5' threads='1'/></cpu>", 316)]
    [InlineData("pc", "<vcpu>216</vcpu>", "<cpu><topology sockets='8' dies='3' cores='3' threads='3'/></cpu>", 490)]
    public void Without_kvm_the_last_number_of_a_cpu_is_254(string machine, string vcpu, string cpu, int last)
    {
        Check(Refused(Domain(cpu, machine: machine, vcpu: vcpu)), "g.xml:2:45: the last of ");
        Assert.Contains($"would have number {last} for interrupts", Refused(Domain(cpu, machine: machine, vcpu: vcpu)).Message,
            StringComparison.Ordinal);
        Assert.NotEmpty(Build(Domain(cpu, "kvm", machine: machine, vcpu: vcpu)).Arguments);
    }

    [Theory]
    [InlineData("q35", "<vcpu>255</vcpu>", "")]
    [InlineData("pc", "<vcpu>240</vcpu>", "<cpu><topology sockets='15' dies='2' cores='4' threads='2'/></cpu>")]
    public void Up_to_254_no_kvm_is_needed(string machine, string vcpu, string cpu) =>
        Assert.NotEmpty(Build(Domain(cpu, machine: machine, vcpu: vcpu)).Arguments);

    [Theory]
    [InlineData("<features><hyperv><vpindex state='on'/></hyperv></features>", "qemu", "x86_64", "pc",
        "g.xml:4:19: \"vpindex\" needs KVM; otherwise QEMU does not start")]
    [InlineData("<features><hyperv><vpindex state='on'/></hyperv></features>", "kvm", "x86_64", "pc", null)]
    [InlineData("<features><hyperv><vpindex state='off'/></hyperv></features>", "qemu", "x86_64", "pc", null)]
    [InlineData("<features><hyperv><synic state='on'/></hyperv></features>", "kvm", "x86_64", "pc",
        "g.xml:4:19: \"synic\" needs vpindex; otherwise QEMU does not start")]
    [InlineData("<features><hyperv><vpindex state='on'/><synic state='on'/><stimer state='on'/></hyperv></features>", "kvm", "x86_64", "pc",
        "g.xml:4:59: \"stimer\" needs hypervclock; otherwise QEMU does not start")]
    [InlineData(
        "<features><hyperv><vpindex state='on'/><synic state='on'/><stimer state='on'/></hyperv></features><clock><timer "
            + "name='hypervclock' present='yes'/></clock>", "kvm", "x86_64", "pc", null)]
    [InlineData("<features><hyperv><relaxed state='on'/><synic state='on'/></hyperv></features>", "qemu", "x86_64", "pc",
        "g.xml:4:11: without KVM, these have no effect: relaxed, synic")]
    [InlineData("<cpu><topology sockets='1' clusters='2' cores='1' threads='1'/></cpu>", "qemu", "x86_64", "pc",
        "g.xml:4:6: machine pc-i440fx-7.2 has no \"clusters\": QEMU does not start with them")]
    [InlineData("<cpu><topology sockets='1' clusters='2' cores='1' threads='1'/></cpu>", "qemu", "aarch64", "virt", null)]
    [InlineData("<cpu><topology sockets='1' dies='2' cores='1' threads='1'/></cpu>", "qemu", "aarch64", "virt",
        "g.xml:4:6: machine virt-7.2 has no \"dies\": QEMU does not start with them")]
    public void What_qemu_will_refuse_is_told(string inside, string type, string arch, string machine, string? expected) =>
        Assert.Equal(
            expected is null ? []
                : [expected],
                Build(Domain(inside, type, arch, machine, inside.Contains("topology", StringComparison.Ordinal) ? "<vcpu>2</vcpu>"
                    : "<vcpu>1</vcpu>")).Warnings);

    [Theory]
    [InlineData(
        3_000_000_000, false, "g.xml:4:8: time stamp counter: 3400000000 Hz are wanted; the host has 3000000000 Hz, and cannot scale it")]
    [InlineData(3_000_000_000, true,
        "g.xml:4:8: time stamp counter: 3400000000 Hz are wanted, and the host has 3000000000 Hz; scaling makes it run faster")]
    [InlineData(3_000_000_000, null, null)]
    [InlineData(3_400_500_000, false, null)]
    [InlineData(4_000_000_000, true, null)]
    public void The_frequency_of_the_counter_is_judged(ulong host, bool? scaling, string? expected)
    {
        DomainDocument domain = Domain("<clock><timer name='tsc' frequency='3400000000'/></clock>");
        QemuHost on = QemuHost.Of(
            new CpuSource(CpuDefinition.NewHost(CpuArchitecture.X86_64) with { Model = "Nehalem", Tsc = new CpuTsc(host, scaling) }));
        QemuArguments? arguments = null;
        Exception? refused = Record.Exception(() => arguments = QemuCommandLine.Build(domain, X86, on));
        Assert.Equal(scaling == false && expected is not null, refused is CpuException);
        string said = refused?.Message ?? string.Join('\n', arguments!.Warnings);
        Assert.StartsWith(expected ?? string.Empty, said, StringComparison.Ordinal);
        Assert.Equal(expected is null, said.Length == 0);
    }

    [Theory]
    [InlineData(0x3027u, 40, false)]
    [InlineData(0x3028u, 40, true)]
    [InlineData(0x0u, 40, true)]
    public void Address_bits_of_a_dump_count(uint eax, int wanted, bool fits)
    {
        X86CpuData data = (X86CpuData)CpuDriver.For(CpuArchitecture.X86_64).Encode(new CpuDefinition { Model = "Nehalem" }).Required;
        QemuHost on = QemuHost.Of(new CpuSource(data.With(X86Item.Cpuid(0x80000008, subleaf: 0, eax: eax))));
        DomainDocument domain = Domain($"<cpu><model>Nehalem</model><maxphysaddr mode='emulate' bits='{wanted}'/></cpu>");
        Exception? refused = Record.Exception(() => QemuCommandLine.Build(domain, X86, on));
        Assert.Equal(fits ? null : "g.xml:4:28: physical address bits: 40 are wanted, and the host has 39", refused?.Message);
    }

    [Fact]
    public void Address_bits_of_a_long_cpu_can_be_chosen() =>
        Assert.EndsWith(
            "phys-bits=40", CpuOf("<cpu><model>Nehalem</model><maxphysaddr mode='emulate' bits='40'/></cpu>"), StringComparison.Ordinal);

    [Theory]
    [InlineData("initrd")]
    [InlineData("cmdline")]
    [InlineData("dtb")]
    public void What_goes_with_a_kernel_needs_one(string name)
    {
        string text = Domain().Text.Replace("</os>", $"<{name}>x</{name}></os>", StringComparison.Ordinal);
        Check(Refused(DomainDocument.Parse(text, "g.xml")), $"g.xml:3:48: \"{name}\" is for a \"kernel\"");
    }

    [Fact]
    public void Many_cpus_need_an_iommu_with_extended_interrupts() => Check(
        Refused(Domain(
            "<devices><iommu model='intel'><driver intremap='on'/></iommu></devices>", machine: "q35", vcpu: "<vcpu>256</vcpu>")),
        "g.xml:4:10: more than 255 CPUs need");

    [Theory]
    [InlineData(
        "<vcpu id='0' enabled='yes' hotpluggable='no'/><vcpu id='1' enabled='yes' hotpluggable='yes'/><vcpu id='2' enabled='yes' "
            + "hotpluggable='no'/>", "CPU 2 cannot be unplugged, but comes after one that can")]
    [InlineData("<vcpu id='0' enabled='yes' hotpluggable='no'/><vcpu id='1' enabled='yes' hotpluggable='yes' order='2'/>",
        "CPU 1: either all enabled CPUs have an order, or none")]
    [InlineData(
        "<vcpu id='0' enabled='yes' hotpluggable='no' order='1'/><vcpu id='1' enabled='yes' hotpluggable='no' order='3'/><vcpu id='2' "
            + "enabled='yes' hotpluggable='no' order='2'/>", "CPU 2 cannot be unplugged, but its order is smaller")]
    public void Cpus_that_stay_come_first_and_in_order(string vcpus, string expected) =>
        Check(Refused(Domain(vcpu: $"<vcpu>3</vcpu><vcpus>{vcpus}</vcpus>")), $"g.xml:2:59: {expected}");

    [Theory]
    [InlineData("xen", "x86_64", "g.xml:1:1: a domain of type \"xen\" does not run on QEMU")]
    [InlineData("hvf", "x86_64", "g.xml:1:1: a domain of type \"hvf\" needs the accelerator hvf")]
    [InlineData("qemu", "sparc", "g.xml:3:5: a guest of sparc cannot run on a QEMU for x86_64")]
    public void The_binary_has_to_run_such_guests(string type, string arch, string expected) =>
        Check(Refused(Domain(type: type, arch: arch)), expected);

    [Fact]
    public void An_unknown_feature_is_refused_at_start() =>
        Assert.Equal(CpuErrorKind.Unsupported, Refused(Domain("<cpu mode='maximum'><feature name='bogus' policy='require'/></cpu>")).Kind);

    private static void Check(CpuException refusal, string expected)
    {
        Assert.StartsWith(expected, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(CpuErrorKind.Unsupported, refusal.Kind);
    }
}
