using NVirt.Cpu;
using NVirt.Domains.Capabilities.Domains;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.HostModels;
using static NVirt.Qemu.Tests.Recordings;

namespace NVirt.Qemu.Tests.HostModels;

public sealed class QemuDomainCapabilitiesTests
{
    private const string Machines =
        """[{"name": "pc-i440fx-7.2", "alias": "pc", "cpu-max": 255}, {"name": "pc-q35-7.2", "alias": "q35", "cpu-max": 288}]""";
    private const string Models =
        """[{"name": "max"}, {"name": "host"}, {"name": "Nehalem", "unavailable-features": ["sse4.2", "aes", "aes"], "deprecated": true},"""
            + """ {"name": "486", "unavailable-features": []}]""";

    [Fact]
    public void An_alias_becomes_the_machines_name_and_the_preferred_one_is_taken_without()
    {
        Assert.Equal(("pc-q35-7.2", 288), Names(X86("q35")));
        Assert.Equal(("pc-i440fx-7.2", 255), Names(X86(null)));

        static (string?, int?) Names(DomainCapabilities d) => (d.Machine, d.MaxVcpus);
    }

    [Fact]
    public void What_the_binary_does_not_have_is_refused()
    {
        Assert.Equal("this QEMU has no machine \"isapc\" with this accelerator", Assert.Throws<CpuException>(() => X86("isapc")).Message);
        CpuException e = Assert.Throws<CpuException>(() => X86("pc", CpuArchitecture.Ppc64));
        Assert.Equal((CpuErrorKind.InvalidArgument, "this QEMU emulates x86_64, and does not run guests of ppc64"), (e.Kind, e.Message));
    }

    [Fact]
    public void Models_are_those_that_the_map_knows_sorted_with_what_stands_in_their_way()
    {
        DomainCpuCapabilities cpu = X86("pc").Cpu!;
        Assert.Equal(["486", "Nehalem"], cpu.Custom.Select(m => m.Name));
        Assert.Equal(["aes", "sse4.2"], cpu.Custom[1].Blockers);
        Assert.Equal((false, true, "Intel", "Nehalem-v1"),
            (cpu.Custom[1].IsUsable, cpu.Custom[1].IsDeprecated, cpu.Custom[1].Vendor, cpu.Custom[1].Canonical));
        Assert.Equal((true, "unknown"), (cpu.Custom[0].IsUsable, cpu.Custom[0].Vendor));
    }

    [Fact]
    public void Host_passthrough_needs_acceleration_and_its_migratable_the_property()
    {
        Assert.Equal([true, false], Assert.NotNull(X86("pc").Cpu!.HostPassthrough));
        Assert.Null(Of(First("tcg", "x86_64"), QemuAccelerator.Tcg).Cpu!.HostPassthrough);
        Assert.Equal([false], Assert.NotNull(Of(First("kvm", "aarch64"), QemuAccelerator.Kvm).Cpu!.HostPassthrough));

        // An accelerator that was never queried: a hypothetical question.
        Assert.NotNull(Of(First("tcg", "x86_64"), QemuAccelerator.Kvm).Cpu!.HostPassthrough);
    }

    [Theory]
    [InlineData("s390-ccw-virtio-2.7", false)]
    [InlineData("s390-ccw-virtio-2.8", true)]
    public void The_oldest_machines_of_s390x_know_no_models(string machine, bool hasModels)
    {
        string session = First(
            "kvm", "s390x", Returns("query-cpu-definitions", """[{"name": "max"}, {"name": "z14"}]"""), Expands(Recordings.Host, "{}"),
            Returns("query-machines", $$"""[{"name": "{{machine}}"}]"""));
        DomainCpuCapabilities cpu = Of(session, QemuAccelerator.Kvm, machine).Cpu!;
        Assert.NotNull(cpu.HostPassthrough);
        Assert.Equal((hasModels, hasModels, hasModels), (cpu.Maximum is not null, cpu.HostModel is not null, cpu.Custom.Length > 0));
    }

    [Fact]
    public void Deprecated_features_are_disabled_on_request()
    {
        string session = First(
            "kvm", "s390x",
                Returns("query-cpu-model-expansion",
                    """{"model": {"name": "gen16a", "props": {"te": true, "vx": true}}, "deprecated-props": ["te", "cte"]}""",
                        Recordings.Host));
        QemuCapabilities qemu = Read(session);
        QemuHost host = QemuHost.Unknown(CpuArchitecture.S390x);
        Assert.Equal(["te=require", "vx=require"], Features(disable: false));
        Assert.Equal(["te=disable", "vx=require", "cte=disable"], Features(disable: true));

        IEnumerable<string> Features(bool disable) =>
            QemuDomainCapabilities.Of(qemu, QemuAccelerator.Kvm, host, disableDeprecated: disable).Cpu!.HostModel!.Features.Select(
                f => f.ToString());
    }

    [Fact]
    public void The_hosts_address_size_limits_accelerated_guests()
    {
        CpuSource cpu =
            new(CpuDefinition.NewHost(
                CpuArchitecture.X86_64) with
            { Model = "486", MaxPhysAddr = new CpuMaxPhysAddr(CpuMaxPhysAddrMode.Emulate, 48, null) });
        QemuCapabilities qemu = Read(First("kvm", "x86_64"), Session("tcg"));
        QemuCapabilities expanded = Read(First("kvm", "x86_64", Expands(Recordings.Host, """{"fpu": true, "vme": true, "pse": true}""")));
        Assert.Equal(new CpuMaxPhysAddr(CpuMaxPhysAddrMode.Passthrough, null, 48),
            QemuDomainCapabilities.Of(expanded, QemuAccelerator.Kvm, QemuHost.Of(cpu)).Cpu!.HostModel!.MaxPhysAddr);
        Assert.Null(QemuDomainCapabilities.Of(qemu, QemuAccelerator.Tcg, QemuHost.Of(cpu)).Cpu!.HostModel!.MaxPhysAddr);
    }

    private static DomainCapabilities X86(string? machine, CpuArchitecture arch = CpuArchitecture.None) => QemuDomainCapabilities.Of(
        Read(First("kvm", "x86_64", Returns("query-machines", Machines), Returns("query-cpu-definitions", Models))),
        QemuAccelerator.Kvm,
        QemuHost.Unknown(CpuArchitecture.X86_64),
        arch,
        machine);

    private static DomainCapabilities Of(string session, QemuAccelerator accelerator, string? machine = null)
    {
        QemuCapabilities qemu = Read(session);
        return QemuDomainCapabilities.Of(qemu, accelerator, QemuHost.Unknown(qemu.Arch), machine: machine);
    }
}
