using NVirt.Cpu.Ppc64;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.Power;
using NVirt.Testing;

namespace NVirt.Cpu.Probe.Tests.Power;

public class Ppc64HostReadingTests
{
    [Theory]
    [InlineData("power9", 0x004e1202u)]
    [InlineData("power10", 0x00800200u)]
    public void The_processor_version_register_has_all_bits(string cpuInfo, uint pvr)
    {
        using FakeMachine machine = new(cpuInfo, cores: 4);
        Ppc64HostReading reading = Assert.IsType<Ppc64HostReading>(FakeSystem.Read(CpuArchitecture.Ppc64le, machine));
        Assert.Equal([new Ppc64Pvr(pvr, 0xffffffff)], reading.Data!.Pvrs);
        Assert.Same(reading.Data, reading.RawData);
        Assert.Equal(CpuArchitecture.Ppc64le, reading.Arch);
        Assert.All(reading.Sources, s => Assert.Equal(ProbeSourceState.Read, s.State));
    }

    [Theory]
    [InlineData("2.2")]
    [InlineData("2.2 (pvr 004e)")]
    [InlineData("2.2 (pvr 004e 12020)")]
    [InlineData("2.2 (pvr 4e 1202)")]
    [InlineData("2.2 (pvr 004g 1202)")]
    [InlineData("2.2 (pvr 004e 1202")]
    [InlineData("")]
    public void A_revision_that_is_not_as_expected_leaves_it_unknown(string revision)
    {
        HostReading reading = FakeSystem.ReadText(CpuArchitecture.Ppc64, $"processor\t: 0\nrevision\t: {revision}\n");
        Assert.Null(reading.RawData);
        ProbeSource source = reading.Source(ProbeSourceKind.CpuInfo);
        Assert.Equal(ProbeSourceState.Failed, source.State);
        Assert.Equal(
            $"line 2: \"revision\" must be a revision and the processor version register, as in \"2.2 (pvr 004e 1202)\", got "
                + $"\"{revision}\"", source.Failure);
    }
}
