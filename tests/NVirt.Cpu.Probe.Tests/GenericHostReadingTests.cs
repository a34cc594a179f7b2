using NVirt.Cpu.Probe;
using NVirt.Testing;

namespace NVirt.Cpu.Probe.Tests;

public class GenericHostReadingTests
{
    [Fact]
    public void Loongarch_tells_its_name_and_its_address_bits()
    {
        using FakeMachine machine = new("loongson-3a5000", cores: 4);
        GenericHostReading reading = Assert.IsType<GenericHostReading>(FakeSystem.Read(CpuArchitecture.LoongArch64, machine));
        Assert.Equal(("Loongson-3A5000", 48, 48), (reading.ModelName, reading.PhysicalBits, reading.VirtualBits));
        Assert.Equal(new CpuTopology(1, 1, 1, 4, 1), reading.Topology);
        Assert.Null(reading.RawData);
        Assert.All(reading.Sources, s => Assert.Null(s.Failure));
    }

    [Fact]
    public void Superh_has_physical_address_bits_only()
    {
        HostReading reading = FakeSystem.ReadText(CpuArchitecture.Sh4, "processor\t: 0\naddress sizes\t: 32 bits physical\n");
        Assert.Equal((32, null), (reading.PhysicalBits, reading.VirtualBits));
    }

    [Fact]
    public void Any_other_machine_has_its_topology()
    {
        using FakeMachine machine = new(cores: 2);
        HostReading reading =
            FakeSystem.Read(CpuArchitecture.Mips64el,
                machine.WithCpuInfo("system type\t\t: MIPS Malta\nprocessor\t\t: 0\ncpu model\t\t: ICT Loongson-3\n"));
        Assert.Equal((CpuArchitecture.Mips64el, new CpuTopology(1, 1, 1, 2, 1)), (reading.Arch, reading.Topology));
        Assert.Null(reading.PhysicalBits);
        Assert.All(reading.Sources, s => Assert.Null(s.Failure));
    }

    [Fact]
    public void Address_sizes_that_are_not_as_expected_are_unknown_with_the_reason()
    {
        HostReading reading = FakeSystem.ReadText(CpuArchitecture.LoongArch64, "Address Sizes\t: wide\n");
        Assert.Null(reading.PhysicalBits);
        Assert.Equal(
            "line 1: \"Address Sizes\" must be numbers of bits, as in \"48 bits physical, 48 bits virtual\", got \"wide\"",
            reading.Source(ProbeSourceKind.CpuInfo).Failure);
    }
}
