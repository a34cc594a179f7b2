using NVirt.Cpu.Axes;
using NVirt.Fleet.Axes;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests.Axes;

/// <summary>Bits of physical addresses.</summary>
public sealed class AddressRulesTests
{
    private static CpuStatement Host(int? bits, int? encryption = 0) =>
        Judged.Host(new StatementAxes { PhysBits = bits, EncryptionBits = encryption });

    private static CpuStatement Tables(int? bits) => Judged.Host(new StatementAxes { PhysBits = 52, GuestPhysBits = bits });

    [Theory]
    [InlineData("Nehalem", 39, CpuAxisGrade.Fatal)]
    [InlineData("Nehalem", 40, CpuAxisGrade.Harmless)]
    [InlineData("Nehalem,phys-bits=38", 39, CpuAxisGrade.Harmless)]
    [InlineData("Nehalem,phys-bits=39", 39, CpuAxisGrade.Harmless)]
    [InlineData("Nehalem,phys-bits=40", 39, CpuAxisGrade.Fatal)]
    [InlineData("host", 39, CpuAxisGrade.Fatal)]
    [InlineData("host", 46, CpuAxisGrade.Harmless)]
    [InlineData("host", 48, CpuAxisGrade.Fatal)]
    [InlineData("max", 45, CpuAxisGrade.Fatal)]
    [InlineData("host,phys-bits=40", 46, CpuAxisGrade.Harmless)]
    [InlineData("host,host-phys-bits=on,host-phys-bits-limit=38", 39, CpuAxisGrade.Harmless)]
    [InlineData("Nehalem,host-phys-bits=on", 39, CpuAxisGrade.Fatal)]
    [InlineData("Nehalem,host-phys-bits=on", 46, CpuAxisGrade.Harmless)]
    public void Address_bits_must_be_there_and_stay(string guest, int target, CpuAxisGrade grade) => Assert.Equal(
        grade, Judged.Grade(CpuAxis.PhysicalAddressBits, Judged.Guest(guest), Host(46), Host(target), Judged.Qemu));

    [Theory]
    [InlineData("Nehalem,phys-bits=40")]
    [InlineData("host")]
    [InlineData("Nehalem")]
    public void Unknown_bits_of_the_target_decide_nothing(string guest) => Assert.Equal(
        CpuAxisGrade.Undecided, Judged.Grade(CpuAxis.PhysicalAddressBits, Judged.Guest(guest), Host(46), Host(null), Judged.Qemu));

    [Fact]
    public void Unknown_bits_of_the_host_that_the_guest_takes_decide_nothing() => Assert.Equal(
        CpuAxisGrade.Undecided, Judged.Grade(CpuAxis.PhysicalAddressBits, Judged.Guest("host"), Host(null), Host(46)));

    [Theory]
    [InlineData(32, CpuAxisGrade.Harmless)]
    [InlineData(33, CpuAxisGrade.Undecided)]
    public void Any_host_has_32_bits(int bits, CpuAxisGrade grade) => Assert.Equal(
        grade, Judged.Grade(CpuAxis.PhysicalAddressBits, Judged.Guest($"Nehalem,phys-bits={bits}"), null, Host(null)));

    [Fact]
    public void What_starts_anew_takes_the_bits_that_are_there() => Assert.Equal(
        CpuAxisGrade.Harmless, Judged.Grade(CpuAxis.PhysicalAddressBits, Judged.Guest("host"), null, Host(39)));

    [Fact]
    public void The_default_of_qemu_counts_only_where_it_is_named_and_the_reason_says_so()
    {
        AxisFinding finding = Judged.By(CpuAxis.PhysicalAddressBits, Judged.Guest("Nehalem"), null, Host(39), Judged.Qemu)!;
        Assert.Equal((AxisWhy.QemuDefaultIsMore, 40UL, 39UL), (finding.Why, finding.Wanted, finding.Offered));
        Assert.Contains("QEMU", finding.Describe(), StringComparison.Ordinal);

        AxisVerdict unnamed = AxisJudgement.Judge(Judged.Guest("Nehalem"), null, Host(39));
        Assert.Contains(CpuAxis.PhysicalAddressBits, unnamed.NotJudged);
        Assert.DoesNotContain(unnamed.Findings, f => f.Axis == CpuAxis.PhysicalAddressBits);
        Assert.Equal(CpuAxisGrade.Undecided, Judged.Grade(
            CpuAxis.PhysicalAddressBits, Judged.Guest("Nehalem"), null, Host(39), new AxisContext { Hypervisor = AxisHypervisor.Other }));
    }

    [Fact]
    public void What_is_stated_counts_before_the_default() => Assert.Equal(
        AxisWhy.Fits, Judged.By(CpuAxis.PhysicalAddressBits, Judged.Guest("Nehalem,phys-bits=40"), null, Host(40), Judged.Qemu)!.Why);

    [Theory]
    [InlineData("Xeon-Gold-6148", "Core-i7-8700", CpuAxisGrade.Fatal)]
    [InlineData("Core-i7-8700", "Xeon-Gold-6148", CpuAxisGrade.Risky)]
    [InlineData("Xeon-Gold-6148", "Xeon-Gold-6130", CpuAxisGrade.Harmless)]
    public void Guests_of_a_host_may_have_its_bits(string host, string target, CpuAxisGrade grade) => Assert.Equal(
        grade, Judged.Grade(CpuAxis.PhysicalAddressBits, Judged.Dump(host), null, Judged.Dump(target)));

    [Theory]
    [InlineData("Nehalem,guest-phys-bits=48", 48, CpuAxisGrade.Harmless)]
    [InlineData("Nehalem,guest-phys-bits=48", 47, CpuAxisGrade.Risky)]
    [InlineData("Nehalem,guest-phys-bits=48", 52, CpuAxisGrade.Harmless)]
    [InlineData("host", 48, CpuAxisGrade.Harmless)]
    [InlineData("host", 47, CpuAxisGrade.Risky)]
    [InlineData("host", 52, CpuAxisGrade.Risky)]
    public void Tables_of_guests_reach_as_far(string guest, int target, CpuAxisGrade grade) => Assert.Equal(
        grade, Judged.Grade(CpuAxis.GuestPhysicalBits, Judged.Guest(guest), Tables(48), Tables(target)));

    [Fact]
    public void Tables_of_which_nobody_speaks_are_no_reason() =>
        Assert.Null(Judged.Grade(CpuAxis.GuestPhysicalBits, Judged.Guest("host"), Tables(48), Tables(null)));

    [Theory]
    [InlineData("EPYC,phys-bits=43", CpuAxisGrade.Harmless)]
    [InlineData("EPYC,phys-bits=44", CpuAxisGrade.Fatal)]
    public void Encryption_leaves_fewer_bits(string guest, CpuAxisGrade grade) => Assert.Equal(
        grade, Judged.Grade(CpuAxis.MemoryEncryption, Judged.Guest(guest), null, Host(48, encryption: 5)));

    [Theory]
    [InlineData("EPYC,phys-bits=44", "EPYC-7713-64-Core", CpuAxisGrade.Harmless)]
    [InlineData("EPYC,phys-bits=44", "EPYC-7601-32-Core", CpuAxisGrade.Fatal)]
    [InlineData("EPYC,phys-bits=44", "Xeon-Gold-6148", null)]
    public void Published_registers_tell_what_encryption_takes(string guest, string target, CpuAxisGrade? grade) => Assert.Equal(
        grade, Judged.Grade(CpuAxis.MemoryEncryption, Judged.Guest(guest), null, Judged.Dump(target)));

    [Theory]
    [InlineData("EPYC-7713-64-Core", "EPYC-7601-32-Core", CpuAxisGrade.Risky)]
    [InlineData("EPYC-7601-32-Core", "EPYC-7713-64-Core", CpuAxisGrade.Harmless)]
    public void Guests_of_a_host_may_have_what_encryption_leaves_there(string host, string target, CpuAxisGrade grade) => Assert.Equal(
        grade, Judged.Grade(CpuAxis.MemoryEncryption, Judged.Dump(host), null, Judged.Dump(target)));

    [Fact]
    public void What_encryption_takes_of_a_processor_of_amd_may_be_unknown()
    {
        CpuStatement guest = Judged.Guest("EPYC,phys-bits=44");
        CpuStatement unknown = Host(48, encryption: null);
        Assert.Equal(CpuAxisGrade.Undecided, Judged.Grade(CpuAxis.MemoryEncryption, guest, null, unknown with { Vendor = "AMD" }));
        Assert.Null(Judged.Grade(CpuAxis.MemoryEncryption, guest, null, unknown with { Vendor = "Intel" }));
    }

    [Fact]
    public void A_processor_of_amd_that_encrypts_nothing_keeps_its_bits() => Assert.Null(Judged.Grade(
        CpuAxis.MemoryEncryption, Judged.Guest("EPYC,phys-bits=49"), null, Host(48, encryption: 0) with { Vendor = "AMD" }));

    [Theory]
    [InlineData(5, CpuAxisGrade.Harmless)]
    [InlineData(6, CpuAxisGrade.Fatal)]
    public void A_guest_that_sees_its_host_sees_what_encryption_leaves(int target, CpuAxisGrade grade) => Assert.Equal(
        grade, Judged.Grade(CpuAxis.MemoryEncryption, Judged.Guest("host"), Host(48, encryption: 5), Host(48, encryption: target)));
}
