using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;
using NVirt.Qemu.CommandLine;
using static NVirt.Qemu.Tests.CommandLine.Guests;

namespace NVirt.Qemu.Tests.CommandLine;

/// <summary>What is filled in when a domain is defined (hypervisor-rules.md 4.1).</summary>
public sealed class DefinitionTests
{
    [Theory]
    [InlineData("q35", "pc-q35-7.2")]
    [InlineData("pc-q35-7.2", "pc-q35-7.2")]
    [InlineData(null, "pc-i440fx-7.2")]
    public void The_machine_gets_its_real_name(string? written, string expected) =>
        Assert.Equal(expected, Define(Domain(machine: written)).Os.Machine);

    [Fact]
    public void A_guest_without_a_cpu_gets_qemus_default_which_nobody_checks()
    {
        CpuDefinition cpu = Define(Domain()).Cpu!;
        Assert.Equal((CpuMode.Custom, "qemu64", CpuCheck.None, CpuFallback.Forbid), (cpu.Mode, cpu.Model, cpu.Check, cpu.Fallback));
    }

    [Fact]
    public void A_cpu_without_a_model_keeps_its_topology_and_loses_its_check()
    {
        CpuDefinition cpu = Define(Domain("<cpu check='full'><topology sockets='1' cores='1' threads='1'/></cpu>")).Cpu!;
        Assert.Equal(("qemu64", CpuCheck.None, 1u), (cpu.Model, cpu.Check, cpu.Topology!.Value.Sockets));
    }

    [Fact]
    public void With_tcg_arm_gets_its_default_too() =>
        Assert.Equal("cortex-a15", Define(Domain(arch: "aarch64", machine: "virt")).Cpu!.Model);

    [Fact]
    public void With_kvm_arm_has_no_default() => Assert.Null(Define(Domain(type: "kvm", arch: "aarch64", machine: "virt")).Cpu);

    [Fact]
    public void A_check_without_a_model_is_refused_where_there_is_no_default()
    {
        CpuException refusal = Refused(Domain("<cpu check='full'/>", "kvm", "aarch64", "virt"));
        Assert.Equal(CpuErrorKind.Unsupported, refusal.Kind);
        Assert.StartsWith("g.xml:4:", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<feature name='sve512' policy='require'/>", "sve512=on,sve=on")]
    [InlineData("<feature name='sve' policy='optional'/><feature name='sve512' policy='require'/>", "sve=on,sve512=on")]
    public void A_vector_length_turns_sve_on(string features, string expected) =>
        Assert.Equal($"max,{expected}", CpuOf($"<cpu mode='maximum'>{features}</cpu>", arch: "aarch64", machine: "virt"));

    [Fact]
    public void A_vector_length_without_sve_is_refused() => Assert.Equal(
        CpuErrorKind.Unsupported,
        Refused(Domain("<cpu mode='maximum'><feature name='sve' policy='disable'/><feature name='sve512' policy='require'/></cpu>", "qemu",
            "aarch64", "virt")).Kind);

    [Theory]
    [InlineData("<cpu mode='host-passthrough'/>", "kvm", true, CpuCheck.None)]
    [InlineData("<cpu mode='host-passthrough' migratable='off'/>", "kvm", false, CpuCheck.None)]
    [InlineData("<cpu mode='maximum'/>", "kvm", null, CpuCheck.None)]
    [InlineData("<cpu mode='host-model'/>", "qemu", null, CpuCheck.Partial)]
    [InlineData("<cpu><model>Nehalem</model></cpu>", "qemu", null, CpuCheck.None)]
    [InlineData("<cpu><model>Nehalem</model></cpu>", "kvm", null, CpuCheck.Partial)]
    [InlineData("<cpu check='full'><model>Nehalem</model></cpu>", "kvm", null, CpuCheck.Full)]
    public void Migratable_and_check_get_their_defaults(string cpu, string type, bool? migratable, CpuCheck check)
    {
        CpuDefinition defined = Define(Domain(cpu, type)).Cpu!;
        Assert.Equal((migratable, check), (defined.Migratable, defined.Check));
    }

    [Fact]
    public void A_q35_machine_with_many_cpus_gets_an_iommu_for_them()
    {
        QemuArguments kvm = Build(Domain(type: "kvm", machine: "q35", vcpu: "<vcpu>256</vcpu>"));
        Assert.Equal(
            ("intel", true, true), kvm.Domain.Devices.Of<IommuDevice>().Select(i => (i.Model, i.Intremap == true, i.Eim == true)).Single());
        Assert.Contains("kernel_irqchip=split", kvm.ValueOf("-machine"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_defined_starts_with_the_same_command_line()
    {
        DomainDocument domain = Domain("<cpu><model>Penryn</model><feature name='aes'/></cpu>", "kvm", machine: null);
        DomainDocument defined =
            NVirt.Qemu.CommandLine.QemuCommandLine.Define(domain, X86, NVirt.Qemu.HostModels.QemuHost.Unknown(CpuArchitecture.X86_64));
        Assert.Contains("machine='pc-i440fx-7.2'", defined.Text, StringComparison.Ordinal);
        Assert.Contains("check='partial'", defined.Text, StringComparison.Ordinal);
        Assert.Equal(Build(domain).Arguments, Build(defined).Arguments);
    }
}
