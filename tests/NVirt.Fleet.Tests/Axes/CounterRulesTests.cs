using NVirt.Cpu.Axes;
using NVirt.Fleet.Axes;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests.Axes;

/// <summary>Performance counters and last branch records.</summary>
public sealed class CounterRulesTests
{
    private static CpuStatement Host(uint version, uint general, uint fixedOnes) =>
        Judged.Host(new StatementAxes { Counters = new StatementCounters(version, general, fixedOnes) });

    [Theory]
    [InlineData("host", "Core-i5-2500", "Core-i5-2540M", CpuAxisGrade.Fatal)]
    [InlineData("host", "Core-i5-2540M", "Core-i5-2500", CpuAxisGrade.Risky)]
    [InlineData("host", "Core-i5-2540M", "Core-i7-3770", CpuAxisGrade.Harmless)]
    [InlineData("host,pmu=off", "Core-i5-2500", "Core-i5-2540M", CpuAxisGrade.Harmless)]
    [InlineData("Nehalem", "Core-i5-2500", "Core-i5-2540M", CpuAxisGrade.Harmless)]
    [InlineData("Nehalem,pmu=on", "Core-i5-2500", "Core-i5-2540M", CpuAxisGrade.Fatal)]
    [InlineData("host", "EPYC-7713-64-Core", "Ryzen-9-9950X-16-Core", CpuAxisGrade.Risky)]
    [InlineData("host", "Ryzen-9-9950X-16-Core", "EPYC-7713-64-Core", CpuAxisGrade.Fatal)]
    public void Counters_must_not_become_fewer(string guest, string from, string target, CpuAxisGrade grade) => Assert.Equal(
        grade, Judged.Grade(CpuAxis.Pmu, Judged.Guest(guest), Judged.Dump(from), Judged.Dump(target)));

    [Theory]
    [InlineData(4, 4, 3, CpuAxisGrade.Harmless)]
    [InlineData(3, 4, 3, CpuAxisGrade.Fatal)]
    [InlineData(4, 3, 3, CpuAxisGrade.Fatal)]
    [InlineData(4, 4, 2, CpuAxisGrade.Fatal)]
    [InlineData(5, 4, 3, CpuAxisGrade.Risky)]
    [InlineData(4, 5, 3, CpuAxisGrade.Risky)]
    [InlineData(4, 4, 4, CpuAxisGrade.Risky)]
    [InlineData(5, 3, 4, CpuAxisGrade.Fatal)]
    public void Each_number_counts(uint version, uint general, uint fixedOnes, CpuAxisGrade grade) =>
        Assert.Equal(grade, Judged.Grade(CpuAxis.Pmu, Judged.Guest("host"), Host(4, 4, 3), Host(version, general, fixedOnes)));

    [Fact]
    public void Unknown_counters_decide_nothing()
    {
        Assert.Equal(CpuAxisGrade.Undecided, Judged.Grade(CpuAxis.Pmu, Judged.Guest("host"), Host(4, 4, 3), Judged.Host()));
        Assert.Equal(CpuAxisGrade.Harmless, Judged.Grade(CpuAxis.Pmu, Judged.Guest("Haswell"), Host(4, 4, 3), Judged.Host()));
    }

    [Fact]
    public void A_host_of_which_nobody_says_whether_its_guests_have_counters_is_risky() => Assert.Equal(
        CpuAxisGrade.Risky, Judged.Grade(CpuAxis.Pmu, Judged.Dump("Core-i5-2500"), null, Judged.Dump("Core-i5-2540M")));

    [Theory]
    [InlineData("Xeon-Gold-6530", "Xeon-6731E", CpuAxisGrade.Harmless)]
    [InlineData("Xeon-Gold-6530", "Xeon-Gold-6148", CpuAxisGrade.Fatal)]
    public void Branches_that_the_architecture_records_must_be_there(string from, string target, CpuAxisGrade grade) => Assert.Equal(
        grade, Judged.Grade(CpuAxis.Lbr, Judged.Guest("Haswell,arch-lbr=on"), Judged.Dump(from), Judged.Dump(target)));

    [Fact]
    public void The_form_of_records_must_be_the_same()
    {
        CpuStatement guest = Judged.Guest("Haswell,lbr-fmt=0x5");
        CpuStatement five = Judged.Host(new StatementAxes { LbrFormat = 5 });
        Assert.Equal(5u, guest.Axes.LbrFormat);
        Assert.Equal(CpuAxisGrade.Harmless, Judged.Grade(CpuAxis.Lbr, guest, five, five));
        Assert.Equal(CpuAxisGrade.Fatal, Judged.Grade(CpuAxis.Lbr, guest, five, Judged.Host(new StatementAxes { LbrFormat = 6 })));
        Assert.Equal(CpuAxisGrade.Undecided, Judged.Grade(CpuAxis.Lbr, guest, five, Judged.Dump("Xeon-Gold-6148")));
        Assert.Null(Judged.Grade(CpuAxis.Lbr, Judged.Guest("Haswell"), five, five));
        Assert.Null(Judged.Grade(CpuAxis.Lbr, Judged.Guest("Haswell,lbr-fmt=0x0"), five, five));
    }
}
