using NVirt.Cpu.Axes;
using NVirt.Fleet.Axes;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests.Axes;

/// <summary>Bits of physical addresses.</summary>
public sealed class AddressRulesTests
{
    private static CpuStatement Host(int? bits) => Judged.Host(new StatementAxes { PhysBits = bits });

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
}
