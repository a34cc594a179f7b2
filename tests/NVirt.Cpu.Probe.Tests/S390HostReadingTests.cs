using NVirt.Cpu.Probe;
using NVirt.Testing;

namespace NVirt.Cpu.Probe.Tests;

public class S390HostReadingTests
{
    [Fact]
    public void Machine_facilities_and_features_are_read_and_no_raw_data_comes_from_them()
    {
        using FakeMachine machine = new("z15", cores: 2);
        S390HostReading reading = Assert.IsType<S390HostReading>(FakeSystem.Read(CpuArchitecture.S390x, machine));
        Assert.Equal("8561", reading.Machine);
        Assert.Equal([0, 1, 2, 3, 4, 6], reading.Facilities.Take(6));
        Assert.Equal(168, reading.Facilities[^1]);
        Assert.Contains("vxe2", reading.Features);
        Assert.Null(reading.RawData);
        Assert.Equal(new CpuTopology(1, 1, 1, 2, 1), reading.Topology);
        Assert.All(reading.Sources, s => Assert.Null(s.Failure));
    }

    [Theory]
    [InlineData("", "there is no line \"processor N\"; there is no line \"facilities\"; there is no line \"features\"")]
    [InlineData(
        "features: a\nfacilities: 1 two\nprocessor 0: version = FF,  identification = 0133E8,  machine = z15\n",
        "line 3: \"processor 0\" must be a list that ends with the machine type, as in \"machine = 8561\", got \"version = FF,  "
            + "identification = 0133E8,  machine = z15\"; "
        + "line 2: \"facilities\" must be a list of decimal numbers, got \"1 two\"")]
    [InlineData(
        "features: a\nfacilities: 1 -2\nprocessor 0: machine = 8561\n",
        "line 2: \"facilities\" must be a list of decimal numbers, got \"1 -2\"")]
    public void Lines_that_are_not_as_expected_leave_their_values_unknown(string text, string reasons)
    {
        S390HostReading reading = Assert.IsType<S390HostReading>(FakeSystem.ReadText(CpuArchitecture.S390x, text));
        Assert.Equal(reasons, reading.Source(ProbeSourceKind.CpuInfo).Failure);
        Assert.Empty(reading.Facilities);
    }
}
