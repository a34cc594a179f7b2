namespace NVirt.Platforms.Tests;

/// <summary>What all hosts certainly have.</summary>
public sealed class StatementBaselineTests
{
    private const string Nehalem = "<cpu><arch>x86_64</arch><model>Nehalem</model><vendor>Intel</vendor><feature name='invtsc'/></cpu>";

    [Fact]
    public void Unknown_features_are_possible_and_not_in_it()
    {
        StatementBaseline baseline = StatementBaseline.Of([Reading.One(Nehalem), Reading.One("x86-64-v2")]);
        Assert.Contains("msr", baseline.Possible);
        CpuStatement guest = Reading.One(Cpu.Xml.CpuXml.Format(baseline.Cpu));
        Assert.True(guest.Bits.Has("sse4.2"));
        Assert.False(guest.Bits.Has("msr"));
    }

    [Fact]
    public void What_does_not_migrate_is_not_in_it()
    {
        CpuDefinition cpu = StatementBaseline.Of([Reading.One(Nehalem)]).Cpu;
        Assert.Equal(("Nehalem", false), (cpu.Model, cpu.Features.Contains("invtsc")));
    }

    [Fact]
    public void Two_vendors_have_no_baseline() => Assert.Equal(
        "the hosts are of several vendors: Intel, AMD",
        Assert.Throws<CpuException>(() => StatementBaseline.Of(
            [Reading.One(Nehalem), Reading.One("<cpu><arch>x86_64</arch><model>EPYC</model><vendor>AMD</vendor></cpu>")])).Message);
}
