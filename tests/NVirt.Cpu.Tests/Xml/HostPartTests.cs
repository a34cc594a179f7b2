using NVirt.Cpu.Xml;

namespace NVirt.Cpu.Tests.Xml;

public class HostPartTests
{
    [Theory]
    [InlineData("<microcode version='45'/>", 45u)]
    [InlineData("<microcode version='4294967295'/>", uint.MaxValue)]
    [InlineData("<microcode version=' +010'/>", 10u)]
    [InlineData("<microcode/>", 0u)]
    [InlineData("", 0u)]
    public void Microcode_is_read(string xml, uint version) => Assert.Equal(version, Host(xml).Microcode);

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("4294967296")]
    [InlineData("0x10")]
    [InlineData("1 ")]
    public void A_bad_microcode_version_is_unsupported(string version) => Refusal.IsUnsupported(Xml($"<microcode version='{version}'/>"));

    [Fact]
    public void A_signature_is_read() =>
        Assert.Equal(new CpuSignature(6, 143, 0), Host("<signature family='6' model='143' stepping='0'/>").Signature);

    [Theory]
    [InlineData("<signature model='1' stepping='1'/>")]
    [InlineData("<signature family='1' stepping='1'/>")]
    [InlineData("<signature family='1' model='1'/>")]
    [InlineData("<signature family='0' model='1' stepping='1'/>")]
    [InlineData("<signature family='1' model='' stepping='1'/>")]
    public void An_incomplete_signature_is_malformed(string xml) => Refusal.IsXml(Xml(xml));

    [Theory]
    [InlineData("<counter name='tsc' frequency='18446744073709551615'/>", ulong.MaxValue, null)]
    [InlineData("<counter name='tsc' frequency='0' scaling='yes'/>", 0ul, true)]
    [InlineData("<counter name='x'/><counter name='tsc' frequency='5' scaling='no'/><counter name='tsc'/>", 5ul, false)]
    public void The_first_counter_named_tsc_is_read(string xml, ulong frequency, bool? scaling) =>
        Assert.Equal(new CpuTsc(frequency, scaling), Host(xml).Tsc);

    [Fact]
    public void Other_counters_are_ignored() => Assert.Null(Host("<counter name='x' frequency='?'/><counter/>").Tsc);

    [Theory]
    [InlineData("<counter name='tsc'/>")]
    [InlineData("<counter name='tsc' frequency='18446744073709551616'/>")]
    [InlineData("<counter name='tsc' frequency='1' scaling='default'/>")]
    [InlineData("<counter name='tsc' frequency='1' scaling='on'/>")]
    public void A_bad_counter_is_malformed(string xml) => Refusal.IsXml(Xml(xml));

    [Fact]
    public void Guests_have_none_of_these()
    {
        CpuDefinition cpu = CpuXml.Parse("<cpu><microcode version='?'/><signature/><counter name='tsc'/></cpu>");
        Assert.Equal(new CpuDefinition(), cpu);
    }

    private static CpuDefinition Host(string parts) => CpuXml.Parse(Xml(parts));

    private static string Xml(string parts) => $"<cpu><arch>x86_64</arch><model>a</model>{parts}</cpu>";
}
