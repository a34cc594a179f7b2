namespace NVirt.Schemas.Tests;

/// <summary>Raw data: cpu-rules.md 2.</summary>
public sealed class CpuDataTests
{
    [Theory]
    [InlineData("<cpuid eax_in='0x00000001'/>")]
    [InlineData("<cpuid eax_in='1' ecx_in='017' eax='0XFfffFFFF' ebx='4294967295' ecx='0' edx='037777777777'/>")]
    [InlineData("<alias name='x'>text</alias><msr index='0x10a' eax='0' edx='0'/>")]
    public void Data_is_accepted(string items) => OurSchemas.Accepts("cpudata", $"<cpudata arch='x86'>{items}</cpudata>");

    [Fact]
    public void Sets_are_accepted_though_they_are_empty() => OurSchemas.Accepts(
        "cpudata",
        "<cpuencode><cpudata arch='x86' policy='force'/><cpudata arch='x86' policy='vendor'><cpuid eax_in='0'/></cpudata></cpuencode>");

    [Theory]
    [InlineData("<cpudata arch='x86'/>", "cpudata", null)]
    [InlineData("<cpudata><cpuid eax_in='1'/></cpudata>", "cpudata", "arch")]
    [InlineData("<cpudata arch='x86_64'><cpuid eax_in='1'/></cpudata>", "cpudata", "arch")]
    [InlineData("<cpudata arch='x86'><cpuid/></cpudata>", "cpuid", "eax_in")]
    [InlineData("<cpudata arch='x86'><cpuid eax_in='0x100000000'/></cpudata>", "cpuid", "eax_in")]
    [InlineData("<cpudata arch='x86'><cpuid eax_in='4294967296'/></cpudata>", "cpuid", "eax_in")]
    [InlineData("<cpudata arch='x86'><cpuid eax_in='040000000000'/></cpudata>", "cpuid", "eax_in")]
    [InlineData("<cpudata arch='x86'><cpuid eax_in='089'/></cpudata>", "cpuid", "eax_in")]
    [InlineData("<cpudata arch='x86'><cpuid eax_in='1' eax='x'/></cpudata>", "cpuid", "eax")]
    [InlineData("<cpudata arch='x86'><msr eax='1' edx='1'/></cpudata>", "msr", "index")]
    [InlineData("<cpudata arch='x86'><msr index='1' edx='1'/></cpudata>", "msr", "eax")]
    [InlineData("<cpudata arch='x86'><msr index='1' eax='1'/></cpudata>", "msr", "edx")]
    [InlineData("<cpuencode><cpudata arch='x86' policy='wish'/></cpuencode>", "cpudata", "policy")]
    public void Something_else_is_refused(string xml, string element, string? attribute) =>
        OurSchemas.Refuses("cpudata", xml, element, attribute);
}
