using NVirt.Cpu.Axes;
using NVirt.Fleet.Axes;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests.Axes;

/// <summary>What a hypervisor gives besides the processor.</summary>
public sealed class HypervisorRulesTests
{
    private static readonly CpuStatement Q35 = Judged.Read("""
        <domain type='kvm'><name>a</name><os><type arch='x86_64' machine='pc-q35-8.2'>hvm</type></os>
        <cpu mode='custom'><model>Nehalem</model></cpu></domain>
        """);

    private static CpuStatement Host(params string[] hyperV) =>
        Judged.Host(new StatementAxes { HyperV = new StatementNames(hyperV) }) with { Vendor = "Intel" };

    private static CpuStatement Kernel(params string[] names) =>
        Judged.Host(new StatementAxes { Paravirtual = new StatementNames(names) });

    private static CpuStatement Machines(params string[] names) =>
        Judged.Host(new StatementAxes { Machines = new StatementNames(names) });

    [Theory]
    [InlineData("vapic relaxed", CpuAxisGrade.Harmless)]
    [InlineData("relaxed", CpuAxisGrade.Fatal)]
    public void Each_enlightenment_must_be_there(string host, CpuAxisGrade grade) => Assert.Equal(
        grade, Judged.Grade(CpuAxis.HyperV, Judged.Guest("Nehalem,hv-relaxed,hv-vapic=on,hv-spinlocks=0x1fff,hv-ipi=off"), null,
            Host(host.Split(' '))));

    [Fact]
    public void Enlightenments_that_a_host_does_not_list_decide_nothing()
    {
        CpuStatement guest = Judged.Guest("Nehalem,hv-relaxed=on");
        Assert.Equal(CpuAxisGrade.Undecided, Judged.Grade(CpuAxis.HyperV, guest, null, Judged.Host()));
        Assert.Null(Judged.Grade(CpuAxis.HyperV, Judged.Guest("Nehalem,hv-spinlocks=0x1fff"), null, Judged.Host()));
    }

    [Fact]
    public void One_of_them_needs_a_processor_of_intel()
    {
        CpuStatement guest = Judged.Guest("Nehalem,hv-evmcs=on");
        Assert.Equal(CpuAxisGrade.Harmless, Judged.Grade(CpuAxis.HyperV, guest, null, Host("evmcs")));
        Assert.Equal(CpuAxisGrade.Fatal, Judged.Grade(CpuAxis.HyperV, guest, null, Host("evmcs") with { Vendor = "AMD" }));
        Assert.Equal(CpuAxisGrade.Fatal, Judged.Grade(CpuAxis.HyperV, guest, null, Judged.Dump("EPYC-7713-64-Core")));
    }

    [Fact]
    public void Qemu_does_not_start_without_what_was_asked_for()
    {
        CpuStatement guest = Judged.Guest("Nehalem,+kvm-pv-eoi,kvm-hint-dedicated=on");
        Assert.Equal(CpuAxisGrade.Harmless, Judged.Grade(CpuAxis.KvmParavirtual, guest, null, Kernel("kvm-pv-eoi")));
        AxisFinding missing = Judged.By(CpuAxis.KvmParavirtual, guest, null, Kernel("kvmclock"))!;
        Assert.Equal((CpuAxisGrade.Fatal, "kvm-pv-eoi"), (missing.Grade, missing.Guest));
        Assert.Equal(CpuAxisGrade.Undecided, Judged.Grade(CpuAxis.KvmParavirtual, guest, null, Judged.Host()));
        Assert.Equal(CpuAxisGrade.Risky, Judged.Grade(
            CpuAxis.KvmParavirtual, guest, null, Kernel("kvmclock"), new AxisContext { Hypervisor = AxisHypervisor.Other }));
    }

    [Fact]
    public void What_an_older_kernel_lacks_is_risky()
    {
        CpuStatement guest = Judged.Guest("Nehalem");
        CpuStatement from = Kernel("kvmclock", "kvm-pv-eoi");
        Assert.Equal(CpuAxisGrade.Risky, Judged.Grade(CpuAxis.KvmParavirtual, guest, from, Kernel("kvmclock")));
        Assert.Equal(CpuAxisGrade.Harmless, Judged.Grade(CpuAxis.KvmParavirtual, guest, from, from));
        Assert.Null(Judged.Grade(CpuAxis.KvmParavirtual, guest, from, Judged.Host()));
        Assert.Null(Judged.Grade(CpuAxis.KvmParavirtual, guest, null, Kernel("kvmclock")));
    }

    [Fact]
    public void The_machine_must_be_there_with_its_version()
    {
        Assert.Equal(CpuAxisGrade.Harmless, Judged.Grade(CpuAxis.MachineType, Q35, null, Machines("pc-q35-8.2", "q35")));
        Assert.Equal(CpuAxisGrade.Fatal, Judged.Grade(CpuAxis.MachineType, Q35, null, Machines("pc-q35-7.2", "q35")));
        Assert.Equal(CpuAxisGrade.Undecided, Judged.Grade(CpuAxis.MachineType, Q35, null, Judged.Host()));
        Assert.Null(Judged.Grade(CpuAxis.MachineType, Judged.Guest("Nehalem"), null, Machines("q35")));
    }

    [Fact]
    public void A_machine_without_a_version_is_made_anew()
    {
        CpuStatement off = Q35 with { Axes = new StatementAxes { Machine = "q35" } };
        Assert.Equal(CpuAxisGrade.Risky, Judged.Grade(CpuAxis.MachineType, off, null, Machines("pc-q35-7.2", "q35")));
        Assert.Equal(CpuAxisGrade.Risky, Judged.Grade(CpuAxis.MachineType, off, null, Judged.Host()));
        Assert.Equal(CpuAxisGrade.Fatal, Judged.Grade(CpuAxis.MachineType, off, null, Machines("pc")));
        Assert.Equal(CpuAxisGrade.Undecided, Judged.Grade(CpuAxis.MachineType, off, Machines("q35"), Machines("q35")));
        Assert.Equal(
            CpuAxisGrade.Undecided,
            Judged.Grade(CpuAxis.MachineType, off with { Truth = StatementTruth.Live }, null, Machines("q35")));
    }

    [Theory]
    [InlineData("7.2.22", CpuAxisGrade.Harmless)]
    [InlineData("8.0.0", CpuAxisGrade.Harmless)]
    [InlineData("7.2.21", CpuAxisGrade.Risky)]
    [InlineData(null, null)]
    public void An_older_qemu_is_risky(string? version, CpuAxisGrade? grade) => Assert.Equal(
        grade, Judged.Grade(CpuAxis.QemuVersion, Q35, Judged.Host(new StatementAxes { QemuVersion = new Version(7, 2, 22) }),
            Judged.Host(new StatementAxes { QemuVersion = version is null ? null : Version.Parse(version) })));
}
