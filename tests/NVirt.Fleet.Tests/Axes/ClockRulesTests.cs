using NVirt.Cpu.Axes;
using NVirt.Fleet.Axes;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests.Axes;

/// <summary>The time stamp counter.</summary>
public sealed class ClockRulesTests
{
    private static CpuStatement Host(ulong? hertz, bool? scales = null) =>
        Judged.Host(new StatementAxes { TscHz = hertz, TscScaling = scales });

    [Theory]
    [InlineData(2_500_625_000UL, false, CpuAxisGrade.Harmless)]
    [InlineData(2_500_626_000UL, false, CpuAxisGrade.Fatal)]
    [InlineData(2_499_376_000UL, false, CpuAxisGrade.Harmless)]
    [InlineData(2_499_374_000UL, false, CpuAxisGrade.Fatal)]
    [InlineData(2_600_000_000UL, true, CpuAxisGrade.Harmless)]
    [InlineData(2_400_000_000UL, true, CpuAxisGrade.Risky)]
    [InlineData(2_600_000_000UL, null, CpuAxisGrade.Undecided)]
    [InlineData(null, true, CpuAxisGrade.Undecided)]
    public void A_frequency_is_near_enough_or_scaled(ulong? host, bool? scales, CpuAxisGrade grade) => Assert.Equal(
        grade, Judged.Grade(CpuAxis.TscFrequency, Judged.Guest("Nehalem,tsc-frequency=2500000000"), null, Host(host, scales)));

    [Fact]
    public void A_counter_that_never_changes_has_the_frequency_of_its_host()
    {
        CpuStatement guest = Judged.Guest("Nehalem,invtsc=on");
        Assert.Equal(
            CpuAxisGrade.Fatal, Judged.Grade(CpuAxis.TscFrequency, guest, Host(2_500_000_000), Host(2_600_000_000, scales: false)));
        Assert.Equal(
            CpuAxisGrade.Harmless, Judged.Grade(CpuAxis.TscFrequency, guest, Host(2_500_000_000), Host(2_500_000_000, scales: false)));
        Assert.Equal(CpuAxisGrade.Undecided, Judged.Grade(CpuAxis.TscFrequency, guest, Host(null), Host(2_500_000_000, scales: true)));
    }

    [Fact]
    public void Whether_a_guest_has_such_a_counter_may_be_unknown()
    {
        CpuStatement guest = Judged.Guest("host,migratable=off");
        Assert.Equal(
            CpuAxisGrade.Undecided, Judged.Grade(CpuAxis.TscFrequency, guest, Host(2_500_000_000), Host(2_600_000_000, scales: false)));
        Assert.Equal(
            CpuAxisGrade.Harmless, Judged.Grade(CpuAxis.TscFrequency, guest, Host(2_500_000_000), Host(2_600_000_000, scales: true)));
        Assert.Equal(CpuAxisGrade.Undecided, Judged.Grade(CpuAxis.TscFrequency, guest, Host(null), Host(2_600_000_000)));
    }

    [Fact]
    public void Other_counters_are_corrected()
    {
        AxisFinding finding = Judged.By(
            CpuAxis.TscFrequency, Judged.Guest("Nehalem,invtsc=off"), Host(2_500_000_000), Host(2_600_000_000, scales: false))!;
        Assert.Equal((CpuAxisGrade.Harmless, AxisWhy.KvmClock), (finding.Grade, finding.Why));
        Assert.Null(Judged.Grade(CpuAxis.TscFrequency, Judged.Guest("Nehalem"), null, Host(2_600_000_000, scales: false)));
    }

    [Theory]
    [InlineData("Nehalem,invtsc=on", CpuAxisGrade.Fatal)]
    [InlineData("Nehalem,invtsc=on,tsc-frequency=2500000000", CpuAxisGrade.Harmless)]
    [InlineData("Nehalem,invtsc=off", null)]
    [InlineData("host", null)]
    [InlineData("host,invtsc=on", CpuAxisGrade.Fatal)]
    [InlineData("host,migratable=off", CpuAxisGrade.Fatal)]
    [InlineData("host,migratable=off,invtsc=off", null)]
    public void A_guest_with_such_a_counter_moves_only_with_a_fixed_frequency(string guest, CpuAxisGrade? grade) => Assert.Equal(
        grade, Judged.Grade(CpuAxis.InvariantTsc, Judged.Guest(guest), Judged.Dump("Xeon-Gold-6148"), Judged.Dump("Xeon-Gold-6130")));

    [Fact]
    public void It_may_be_unknown_whether_a_guest_has_one() => Assert.Equal(
        CpuAxisGrade.Undecided, Judged.Grade(CpuAxis.InvariantTsc, Judged.Guest("host,migratable=off"), Host(null), Host(null)));

    [Fact]
    public void A_guest_that_does_not_move_may_have_one() => Assert.Contains(
        CpuAxis.InvariantTsc, AxisJudgement.Judge(Judged.Guest("Nehalem,invtsc=on"), null, Host(null)).NotJudged);
}
