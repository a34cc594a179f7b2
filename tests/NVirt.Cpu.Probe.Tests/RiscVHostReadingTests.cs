using NVirt.Cpu.Probe;
using NVirt.Cpu.Tests.X86;
using NVirt.Testing;

namespace NVirt.Cpu.Probe.Tests;

public class RiscVHostReadingTests
{
    [Fact]
    public void Instruction_set_and_identification_are_read_and_no_raw_data_comes_from_them()
    {
        using FakeMachine machine = new("sifive-u74", cores: 4);
        RiscVHostReading reading = Read(machine);
        Assert.Equal("rv64imafdc_zicntr_zicsr_zifencei_zihpm_zca_zcd_zba_zbb", reading.Isa);
        Assert.Equal((0x489ul, 0x8000000000000007ul, 0x4210427ul), (reading.VendorId, reading.ArchitectureId, reading.ImplementationId));
        Assert.Null(reading.RawData);
        Assert.Equal([0, 1, 2, 3], Assert.Single(reading.Groups).Cpus);
        Assert.All(reading.Sources, s => Assert.Null(s.Failure));
    }

    [Fact]
    public void An_older_kernel_tells_the_instruction_set_only()
    {
        RiscVHostReading reading = ReadText("processor\t: 0\nhart\t\t: 2\nisa\t\t: rv64imafdc\nmmu\t\t: sv39\nuarch\t\t: sifive,u54-mc\n");
        Assert.Equal("rv64imafdc", reading.Isa);
        Assert.Null(reading.VendorId);
        Assert.Null(reading.Source(ProbeSourceKind.CpuInfo).Failure);
    }

    [Fact]
    public void Harts_with_other_extensions_are_told_apart() => Assert.Equal(
        ["rv64imac rv64imac_v", "rv64imac rv64imac"],
        ReadText("processor: 0\nisa: rv64imac\nhart isa: rv64imac_v\nprocessor: 1\nisa: rv64imac\nhart isa: rv64imac\n").Groups.Select(
            g => g.Identity));

    [Theory]
    [InlineData("", "there is no line \"isa\"")]
    [InlineData("isa: x86-64", "line 1: \"isa\" must be the name of an instruction set, as in \"rv64imafdc_zicsr\", got \"x86-64\"")]
    [InlineData("isa: rv64!", "line 1: \"isa\" must be the name of an instruction set, as in \"rv64imafdc_zicsr\", got \"rv64!\"")]
    [InlineData(
        "isa: 64\nmarchid: 7",
            "line 1: \"isa\" must be the name of an instruction set, as in \"rv64imafdc_zicsr\", got \"64\"; line 2: \"marchid\" must be "
                + "a hexadecimal number after 0x, up to 0xffffffffffffffff, got \"7\"")]
    public void Lines_that_are_not_as_expected_leave_their_values_unknown(string text, string reasons)
    {
        RiscVHostReading reading = ReadText(text);
        Assert.Null(reading.Isa);
        Assert.Null(reading.ArchitectureId);
        Assert.Equal(reasons, reading.Source(ProbeSourceKind.CpuInfo).Failure);
    }

    private static RiscVHostReading Read(FakeMachine machine) =>
        Assert.IsType<RiscVHostReading>(FakeSystem.Read(CpuArchitecture.Riscv64, machine));

    private static RiscVHostReading ReadText(string text) =>
        Assert.IsType<RiscVHostReading>(FakeSystem.ReadText(CpuArchitecture.Riscv64, text));
}
