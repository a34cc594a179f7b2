using NVirt.Cpu;
using NVirt.Cpu.Axes;
using NVirt.Fleet.Axes;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests.Axes;

/// <summary>What kind of processor a host has.</summary>
public sealed class ProcessorRulesTests
{
    private static readonly AxisContext Gvisor = new() { Consumer = AxisConsumer.Gvisor };
    private static CpuStatement Gold6148 => Judged.Dump("Xeon-Gold-6148");
    private static CpuStatement Gold6130 => Judged.Dump("Xeon-Gold-6130");
    private static CpuStatement Gold6530 => Judged.Dump("Xeon-Gold-6530");
    private static CpuStatement Milan => Judged.Dump("EPYC-7713-64-Core");

    private static CpuStatement With(CpuStatement host, Func<StatementAxes, StatementAxes> change) =>
        host with { Axes = change(host.Axes) };

    [Fact]
    public void A_line_of_another_length_is_risky_and_gvisor_refuses_it()
    {
        CpuStatement guest = Judged.Guest("Haswell");
        CpuStatement other = With(Gold6130, a => a with { ClflushSize = 128 });
        CpuStatement unknown = With(Gold6130, a => a with { ClflushSize = null });
        Assert.Equal(64u, Gold6148.Axes.ClflushSize);
        Assert.Equal(CpuAxisGrade.Harmless, Judged.Grade(CpuAxis.ClflushLine, guest, Gold6148, Gold6130));
        Assert.Equal(CpuAxisGrade.Harmless, Judged.Grade(CpuAxis.ClflushLine, guest, Gold6148, Gold6130, Gvisor));
        Assert.Equal(CpuAxisGrade.Risky, Judged.Grade(CpuAxis.ClflushLine, guest, Gold6148, other));
        Assert.Equal(CpuAxisGrade.Risky, Judged.Grade(CpuAxis.ClflushLine, guest, other, Gold6148));
        Assert.Equal(CpuAxisGrade.Fatal, Judged.Grade(CpuAxis.ClflushLine, guest, Gold6148, other, Gvisor));
        Assert.Null(Judged.Grade(CpuAxis.ClflushLine, guest, Gold6148, unknown));
        Assert.Equal(CpuAxisGrade.Undecided, Judged.Grade(CpuAxis.ClflushLine, guest, Gold6148, unknown, Gvisor));
    }

    [Theory]
    [InlineData(0x2006e04u, CpuAxisGrade.Risky)]
    [InlineData(0x2006e05u, CpuAxisGrade.Harmless)]
    [InlineData(0x2006e06u, CpuAxisGrade.Harmless)]
    public void Older_microcode_of_the_same_processor_is_risky(uint target, CpuAxisGrade grade)
    {
        CpuStatement from = With(Gold6148, a => a with { Microcode = 0x2006e05 });
        Assert.Equal(grade, Judged.Grade(
            CpuAxis.Microcode, Judged.Guest("Haswell"), from, With(Gold6130, a => a with { Microcode = target })));
    }

    [Fact]
    public void Microcode_of_another_processor_is_not_compared()
    {
        CpuStatement from = With(Gold6148, a => a with { Microcode = 2 });
        CpuStatement guest = Judged.Guest("Haswell");
        AxisFinding other = Judged.By(CpuAxis.Microcode, guest, from, With(Gold6530, a => a with { Microcode = 1 }))!;
        Assert.Equal((CpuAxisGrade.Harmless, AxisWhy.OtherProcessor), (other.Grade, other.Why));
        Assert.Null(Judged.Grade(CpuAxis.Microcode, guest, from, Gold6148));
    }

    [Theory]
    [InlineData("host", "Xeon-Gold-6130", CpuAxisGrade.Harmless, "0x16 0x80000008")]
    [InlineData("host", "Xeon-Gold-6530", CpuAxisGrade.Risky, "0x16 0x80000008")]
    [InlineData("Haswell", "Xeon-Gold-6530", CpuAxisGrade.Harmless, "Haswell")]
    [InlineData("host,level=13", "Xeon-Gold-6530", CpuAxisGrade.Harmless, "0xd")]
    public void Only_who_sees_the_host_sees_its_highest_leaves(string guest, string target, CpuAxisGrade grade, string wanted)
    {
        AxisFinding finding = Judged.By(CpuAxis.HighestLeaves, Judged.Guest(guest), Gold6148, Judged.Dump(target))!;
        Assert.Equal((grade, wanted), (finding.Grade, finding.Guest));
    }

    [Fact]
    public void What_a_host_has_as_its_highest_leaf_no_guest_of_it_states() =>
        Assert.Equal(CpuAxisGrade.Risky, Judged.Grade(CpuAxis.HighestLeaves, Gold6148, null, Gold6530));

    [Theory]
    [InlineData("host", CpuAxisGrade.Risky)]
    [InlineData("host,host-cache-info=off", CpuAxisGrade.Harmless)]
    [InlineData("Haswell", CpuAxisGrade.Harmless)]
    [InlineData("Haswell,host-cache-info=on", CpuAxisGrade.Risky)]
    public void Only_who_sees_the_caches_of_the_host_sees_them_change(string guest, CpuAxisGrade grade) =>
        Assert.Equal(grade, Judged.Grade(CpuAxis.TopologyLeaves, Judged.Guest(guest), Gold6148, Gold6530));

    [Fact]
    public void The_same_caches_do_no_harm()
    {
        Assert.Equal(CpuAxisGrade.Harmless, Judged.Grade(CpuAxis.TopologyLeaves, Judged.Guest("host"), Gold6148, Gold6148));
        Assert.Null(Judged.Grade(CpuAxis.TopologyLeaves, Judged.Guest("host"), Gold6148, Judged.Host()));
    }

    [Fact]
    public void Another_vendor_is_fatal_unless_vendors_are_mixed()
    {
        CpuStatement guest = Judged.Guest("Haswell");
        AxisContext mixed = new() { MixedVendors = true };
        Assert.Equal(CpuAxisGrade.Fatal, Judged.Grade(CpuAxis.Vendor, guest, Gold6148, Milan));
        Assert.Equal(CpuAxisGrade.Risky, Judged.Grade(CpuAxis.Vendor, guest, Gold6148, Milan, mixed));
        Assert.Equal(CpuAxisGrade.Harmless, Judged.Grade(CpuAxis.Vendor, guest, Gold6148, Gold6530));
        Assert.Equal(CpuAxisGrade.Harmless, Judged.Grade(CpuAxis.Vendor, guest, Gold6148, Gold6530, mixed));
        Assert.Equal(CpuAxisGrade.Undecided, Judged.Grade(CpuAxis.Vendor, guest, Gold6148, Judged.Host()));
        Assert.Null(Judged.Grade(CpuAxis.Vendor, guest, null, Milan));
        Assert.Equal(CpuAxisGrade.Fatal, Judged.Grade(CpuAxis.Vendor, Judged.Guest("Haswell,vendor=GenuineIntel"), null, Milan));
    }

    [Theory]
    [InlineData("host", "Xeon-Gold-6130", CpuAxisGrade.Harmless)]
    [InlineData("host", "Xeon-Gold-6530", CpuAxisGrade.Risky)]
    [InlineData("Haswell", "Xeon-Gold-6530", CpuAxisGrade.Harmless)]
    public void Only_who_sees_the_host_sees_its_signature(string guest, string target, CpuAxisGrade grade) =>
        Assert.Equal(grade, Judged.Grade(CpuAxis.Signature, Judged.Guest(guest), Gold6148, Judged.Dump(target)));

    [Fact]
    public void An_unknown_signature_is_no_reason()
    {
        Assert.Equal(new CpuSignature(6, 85, 4), Gold6148.Signature);
        Assert.Null(Judged.Grade(CpuAxis.Signature, Judged.Guest("host"), Gold6148, Judged.Host()));
    }
}
