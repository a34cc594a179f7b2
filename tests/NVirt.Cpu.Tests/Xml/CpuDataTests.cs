using NVirt.Cpu.X86;
using NVirt.Cpu.Xml;

namespace NVirt.Cpu.Tests.Xml;

public class CpuDataTests
{
    [Theory]
    [InlineData("31", 31u)]
    [InlineData("0x1F", 31u)]
    [InlineData("0X1f", 31u)]
    [InlineData("037", 31u)]
    [InlineData("0", 0u)]
    [InlineData(" +31", 31u)]
    [InlineData("0xffffffff", uint.MaxValue)]
    public void The_prefix_of_a_number_gives_its_base(string text, uint value) =>
        Assert.Equal(X86Item.Cpuid(1, 0, eax: value), Read($"<cpuid eax_in='1' eax='{text}'/>").Items[0]);

    [Theory]
    [InlineData("")]
    [InlineData("08")]
    [InlineData("0x")]
    [InlineData("0b1")]
    [InlineData("1f")]
    [InlineData("-1")]
    [InlineData("1 ")]
    [InlineData("0x100000000")]
    public void A_bad_number_is_malformed(string text) => AssertRefused(CpuErrorKind.Xml, Xml($"<cpuid eax_in='1' eax='{text}'/>"));

    [Fact]
    public void Registers_of_a_leaf_are_0_where_they_are_not_given() => Assert.Equal(
        [X86Item.Cpuid(7, 1, ebx: 2), X86Item.Cpuid(8, 0)], Read("<cpuid eax_in='8'/><cpuid eax_in='7' ecx_in='1' ebx='2'/>").Items);

    [Fact]
    public void Any_other_element_is_an_MSR_but_an_alias() => Assert.Equal(
        [X86Item.Msr(0x3a, 1, 2)], Read("<alias/><model index='0x3a' eax='1' edx='2'/>").Items);

    [Theory]
    [InlineData("<cpuid eax='1'/>")]
    [InlineData("<msr eax='1' edx='1'/>")]
    [InlineData("<msr index='1' edx='1'/>")]
    [InlineData("<msr index='1' eax='1'/>")]
    [InlineData("<anything/>")]
    [InlineData("")]
    [InlineData("text<!-- comment -->")]
    public void What_is_incomplete_is_malformed(string items) => AssertRefused(CpuErrorKind.Xml, Xml(items));

    [Fact]
    public void An_alias_alone_is_empty_data() => Assert.Empty(Read("<alias/>").Items);

    [Fact]
    public void The_name_of_the_root_does_not_matter() =>
        Assert.Single(CpuDataXml.Parse("<anything arch='x86'><cpuid eax_in='1'/></anything>").Items);

    [Theory]
    [InlineData("<cpudata><cpuid eax_in='1'/></cpudata>", CpuErrorKind.Xml)]
    [InlineData("<cpudata arch=''><cpuid eax_in='1'/></cpudata>", CpuErrorKind.Xml)]
    [InlineData("<cpudata arch='x86_64'><cpuid eax_in='1'/></cpudata>", CpuErrorKind.Internal)]
    [InlineData("<cpudata arch='ppc64'><cpuid eax_in='1'/></cpudata>", CpuErrorKind.NoSupport)]
    [InlineData("<cpudata arch='s390'/>", CpuErrorKind.NoSupport)]
    public void Only_the_driver_x86_has_data_in_XML(string xml, CpuErrorKind kind) => AssertRefused(kind, xml);

    [Fact]
    public void Items_with_the_same_key_are_ORed_and_the_architecture_is_x86_64()
    {
        X86CpuData data = Read("<cpuid eax_in='1' eax='1'/><cpuid eax_in='0x1' eax='2' ebx='4'/>");
        Assert.Equal([X86Item.Cpuid(1, 0, eax: 3, ebx: 4)], data.Items);
        Assert.Equal(CpuArchitecture.X86_64, data.Arch);
    }

    [Fact]
    public void Output_is_sorted_and_padded_and_leaves_out_zero_items() => Assert.Equal(
        """
        <cpudata arch='x86'>
          <cpuid eax_in='0x00000007' ecx_in='0x00000001' eax='0x00000000' ebx='0xabcdef01' ecx='0x00000000' edx='0x00000000'/>
          <cpuid eax_in='0x80000001' ecx_in='0x00000000' eax='0x00000001' ebx='0x00000002' ecx='0x00000003' edx='0x00000004'/>
          <msr index='0x10a' eax='0x00000001' edx='0x00000000'/>
        </cpudata>

        """,
        CpuDataXml.Format(X86CpuData.Create(
        [
            X86Item.Msr(0x10a, 1, 0),
            X86Item.Msr(0x10b, 0, 0),
            X86Item.Cpuid(0x80000001, 0, 1, 2, 3, 4),
            X86Item.Cpuid(2, 0),
            X86Item.Cpuid(7, 1, ebx: 0xABCDEF01),
        ])));

    [Fact]
    public void Empty_data_is_written_with_an_end_tag() =>
        Assert.Equal("<cpudata arch='x86'>\n</cpudata>\n", CpuDataXml.Format(X86CpuData.Empty));

    private static X86CpuData Read(string items) => CpuDataXml.Parse(Xml(items));

    private static string Xml(string items) => $"<cpudata arch='x86'>{items}</cpudata>";

    private static void AssertRefused(CpuErrorKind kind, string xml) =>
        Assert.Equal(kind, Assert.Throws<CpuException>(() => CpuDataXml.Parse(xml)).Kind);
}
