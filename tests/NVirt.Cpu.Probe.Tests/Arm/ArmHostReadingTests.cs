using NVirt.Cpu.Arm;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.Arm;
using NVirt.Cpu.Tests.X86;
using NVirt.Testing;

namespace NVirt.Cpu.Probe.Tests.Arm;

public class ArmHostReadingTests
{
    private const string N1Flags =
        "fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics fphp asimdhp cpuid asimdrdm lrcpc dcpop asimddp ssbs";
    private const ulong N1Bits = 0x10119fff;

    [Theory]
    [InlineData("neoverse-n1", 0x41u, 0xd0cu, N1Flags)]
    [InlineData("cortex-a72", 0x41u, 0xd08u, "fp asimd evtstrm crc32 cpuid")]
    [InlineData("a64fx", 0x46u, 0x001u, "fp asimd evtstrm sha1 sha2 crc32 atomics fphp asimdhp cpuid asimdrdm fcma dcpop sve")]
    public void The_description_alone_is_enough(string cpuInfo, uint vendor, uint part, string flags)
    {
        using FakeMachine machine = new(cpuInfo);
        ArmHostReading reading = Read(machine);
        Assert.True(reading.Data!.IsIdenticalTo(new ArmCpuData(vendor, part, flags.Split(' '))));
        Assert.Single(reading.Groups);
        Assert.Null(reading.Source(ProbeSourceKind.CpuInfo).Failure);
        Assert.Equal("there is no such file", reading.Source(ProbeSourceKind.Midr).Failure);
        Assert.Equal("there is no such file", reading.Source(ProbeSourceKind.AuxVector).Failure);
    }

    [Fact]
    public void The_register_and_the_vector_are_enough_too()
    {
        using FakeMachine machine = new();
        ArmHostReading reading = Read(machine.WithMidr("0x00000000413fd0c1\n").WithAuxVector(33, 0xffff0000, 16, N1Bits, 0, 0));
        Assert.True(reading.Data!.IsIdenticalTo(new ArmCpuData(0x41, 0xd0c, N1Flags.Split(' '))));
        Assert.Null(reading.Source(ProbeSourceKind.Midr).Failure);
        Assert.Null(reading.Source(ProbeSourceKind.AuxVector).Failure);
        Assert.Equal("there is no such file", reading.Source(ProbeSourceKind.CpuInfo).Failure);
    }

    [Fact]
    public void The_register_and_the_vector_come_before_the_description()
    {
        using FakeMachine machine = new("a64fx");
        ArmHostReading reading = Read(machine.WithMidr("0x00000000413fd0c1\n").WithAuxVector(16, N1Bits));
        Assert.True(reading.Data!.IsIdenticalTo(new ArmCpuData(0x41, 0xd0c, N1Flags.Split(' '))));
        Assert.Null(reading.Source(ProbeSourceKind.CpuInfo).Failure);
    }

    [Theory]
    [InlineData("413fd0c1\n")]
    [InlineData("0x00000001413fd0c1")]
    [InlineData("")]
    public void A_register_that_is_no_number_is_a_reason_and_the_description_counts(string text)
    {
        using FakeMachine machine = new("cortex-a72");
        ArmHostReading reading = Read(machine.WithMidr(text));
        Assert.Equal(0xd08u, reading.Data!.Part);
        Assert.Equal($"expected a hexadecimal number after 0x, up to 0xffffffff, found \"{text.Trim()}\"",
            reading.Source(ProbeSourceKind.Midr).Failure);
    }

    [Fact]
    public void A_vector_without_capabilities_is_a_reason_and_the_description_counts()
    {
        using FakeMachine machine = new("cortex-a72");
        ArmHostReading reading = Read(machine.WithAuxVector(6, 4096, 0, 0));
        Assert.Equal(["fp", "asimd", "evtstrm", "crc32", "cpuid"], reading.Flags);
        Assert.Equal("there is no entry with the hardware capabilities (AT_HWCAP)", reading.Source(ProbeSourceKind.AuxVector).Failure);
    }

    [Fact]
    public void The_capabilities_of_a_32_bit_process_have_other_names_and_do_not_count()
    {
        using FakeMachine machine = new("cortex-a72");
        ArmHostReading reading =
            Assert.IsType<ArmHostReading>(FakeSystem.Read(CpuArchitecture.Aarch64, machine.WithAuxVector(16, N1Bits), wordBytes: 4));
        Assert.Equal(["fp", "asimd", "evtstrm", "crc32", "cpuid"], reading.Flags);
        Assert.Equal(
            "this is a 32-bit process, and its hardware capabilities are those of 32-bit processors",
                reading.Source(ProbeSourceKind.AuxVector).Failure);
    }

    [Fact]
    public void Without_the_flag_cpuid_there_is_no_raw_data()
    {
        using FakeMachine machine = new("neoverse-n1");
        ArmHostReading reading = Read(machine.WithAuxVector(16, 3));
        Assert.Null(reading.Data);
        Assert.Equal((0x41u, 0xd0cu), (reading.Vendor, reading.Part));
        Assert.Equal(
            "expected a list with the flag \"cpuid\", which 64-bit processors have under Linux 4.11 and newer, found \"fp asimd\"",
            reading.Source(ProbeSourceKind.AuxVector).Failure);
    }

    [Fact]
    public void Flags_of_the_description_are_in_the_order_of_their_bits_and_others_are_left_out()
    {
        ArmHostReading reading = ReadText("Features\t: sve2 crc32 cpuid i8mm fp pacg\nCPU implementer\t: 0x41\nCPU part\t: 0xd4f\n");
        Assert.Equal(["fp", "crc32", "cpuid", "pacg"], reading.Data!.Flags);
    }

    [Theory]
    [InlineData("CPU implementer\t: 0x141\nCPU part\t: 0xd0c\nFeatures\t: cpuid\n",
        "line 1: \"CPU implementer\" must be a hexadecimal number after 0x, up to 0xff, got \"0x141\"")]
    [InlineData("CPU implementer\t: 0x41\nCPU part\t: N1\nFeatures\t: cpuid\n",
        "line 2: \"CPU part\" must be a hexadecimal number after 0x, up to 0xfff, got \"N1\"")]
    [InlineData("CPU implementer\t: 0x41\nFeatures\t: cpuid\n", "there is no line \"CPU part\"")]
    [InlineData("CPU implementer\t: 0x41\nCPU part\t: 0xd0c\n", "there is no line \"Features\"")]
    public void A_line_that_is_not_as_expected_leaves_the_raw_data_unknown(string text, string reason)
    {
        ArmHostReading reading = ReadText(text);
        Assert.Null(reading.Data);
        Assert.Equal(reason, reading.Source(ProbeSourceKind.CpuInfo).Failure);
    }

    [Fact]
    public void Processors_of_different_parts_are_told_apart()
    {
        using FakeMachine machine = new("big-little");
        ArmHostReading reading = Read(machine);
        Assert.Equal(["0x41 0xd03", "0x41 0xd08"], reading.Groups.Select(g => g.Identity));
        Assert.Equal([[0, 1, 2, 3], [4, 5]], reading.Groups.Select(g => g.Cpus));
        Assert.Equal(0xd03u, reading.Data!.Part);
    }

    [Fact]
    public void A_32_bit_machine_is_for_information()
    {
        using FakeMachine machine = new("armv7");
        ArmHostReading reading = Assert.IsType<ArmHostReading>(FakeSystem.Read(CpuArchitecture.Armv7l, machine, wordBytes: 4));
        Assert.Null(reading.RawData);
        Assert.Equal((0x41u, 0xd08u), (reading.Vendor, reading.Part));
        Assert.Contains("vfpv4", reading.Flags);
        Assert.Equal([ProbeSourceKind.CpuInfo, ProbeSourceKind.Sysfs], reading.Sources.Select(s => s.Kind));
    }

    [Fact]
    public void Each_of_the_first_32_bits_has_a_name_of_its_own()
    {
        Assert.Equal(32, ArmCapabilities.NamesOf(uint.MaxValue).Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(ArmCapabilities.NamesOf(0xffffffff00000000));
        Assert.Equal(["fp", "cpuid", "pacg"], ArmCapabilities.NamesOf(0x80000801));
    }

    private static ArmHostReading Read(FakeMachine machine) =>
        Assert.IsType<ArmHostReading>(FakeSystem.Read(CpuArchitecture.Aarch64, machine));

    private static ArmHostReading ReadText(string text) =>
        Assert.IsType<ArmHostReading>(FakeSystem.ReadText(CpuArchitecture.Aarch64, text));
}
