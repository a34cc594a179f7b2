using NVirt.Cpu.Axes;
using NVirt.Fleet.Axes;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests.Axes;

/// <summary>Axes besides features.</summary>
public sealed class AxisRulesTests
{
    private static CpuStatement Guest(string text) => PlatformReader.Read(System.Text.Encoding.UTF8.GetBytes(text), "a",
        form: "qemu-cpu")[0];

    private static CpuStatement Host(int? bits) => Guest("host") with { Axes = new StatementAxes { PhysBits = bits } };

    [Theory]
    [InlineData("Nehalem", 39, true, CpuAxisGrade.Fatal)]
    [InlineData("Nehalem", 40, true, CpuAxisGrade.Harmless)]
    [InlineData("Nehalem", 39, false, CpuAxisGrade.Undecided)]
    [InlineData("Nehalem,phys-bits=38", 39, true, CpuAxisGrade.Harmless)]
    [InlineData("Nehalem,phys-bits=42", 39, true, CpuAxisGrade.Fatal)]
    [InlineData("host", 39, true, CpuAxisGrade.Fatal)]
    [InlineData("host", 46, true, CpuAxisGrade.Harmless)]
    [InlineData("host,host-phys-bits=on,host-phys-bits-limit=38", 39, true, CpuAxisGrade.Harmless)]
    public void Address_bits_must_be_there_and_stay(string guest, int target, bool isQemu, CpuAxisGrade grade) =>
        Assert.Equal(grade, AxisRules.PhysBits(Guest(guest), Host(46), Host(target), isQemu));

    [Fact]
    public void Unknown_bits_decide_nothing() => Assert.Equal(CpuAxisGrade.Undecided, AxisRules.PhysBits(Guest("Nehalem"), Host(46), Host(
        null), isQemu: true));

    [Theory]
    [InlineData(2_500_000_000UL, 2_500_625_000UL, false, CpuAxisGrade.Harmless)]
    [InlineData(2_500_000_000UL, 2_501_000_000UL, false, CpuAxisGrade.Fatal)]
    [InlineData(2_500_000_000UL, 2_600_000_000UL, true, CpuAxisGrade.Harmless)]
    [InlineData(2_600_000_000UL, 2_500_000_000UL, true, CpuAxisGrade.Risky)]
    public void A_frequency_is_near_enough_or_scaled(ulong guest, ulong host, bool scales, CpuAxisGrade grade) =>
        Assert.Equal(grade, AxisRules.Tsc(guest, host, scales));

    [Fact]
    public void An_unknown_frequency_decides_nothing() => Assert.Equal(CpuAxisGrade.Undecided, AxisRules.Tsc(1, null, true));
}
