using NVirt.Cpu.Xml;

namespace NVirt.Cpu.Tests.Xml;

public class ModelTests
{
    [Fact]
    public void The_first_model_counts() => Assert.Equal("a", CpuXml.Parse("<cpu><model>a</model><model>b</model></cpu>").Model);

    [Fact]
    public void The_first_model_counts_even_if_it_is_empty() => Assert.Null(CpuXml.Parse("<cpu><model/><model>b</model></cpu>").Model);

    [Fact]
    public void The_text_of_a_model_is_everything_inside() =>
        Assert.Equal("Westmere", CpuXml.Parse("<cpu><model>W<!-- x -->e<b>st</b><![CDATA[mere]]></model></cpu>").Model);

    [Fact]
    public void Blanks_belong_to_the_name() => Assert.Equal(" a\n", CpuXml.Parse("<cpu><model> a\n</model></cpu>").Model);

    [Fact]
    public void A_guest_needs_no_model() => Assert.Null(CpuXml.Parse("<cpu/>").Model);

    [Theory]
    [InlineData("", CpuFallback.Allow)]
    [InlineData("fallback='allow'", CpuFallback.Allow)]
    [InlineData("fallback='forbid'", CpuFallback.Forbid)]
    [InlineData("fallback=''", CpuFallback.Allow)]
    public void A_fallback_is_read(string attribute, CpuFallback fallback) =>
        Assert.Equal(fallback, CpuXml.Parse($"<cpu><model {attribute}>a</model></cpu>").Fallback);

    [Fact]
    public void A_fallback_is_read_without_a_name() =>
        Assert.Equal(CpuFallback.Forbid, CpuXml.Parse("<cpu mode='host-model'><model fallback='forbid'/></cpu>").Fallback);

    [Fact]
    public void Another_fallback_is_unsupported() => Refusal.IsUnsupported("<cpu><model fallback='no'>a</model></cpu>");

    [Theory]
    [InlineData("<cpu mode='maximum'><model fallback='no' vendor_id='short'>a</model></cpu>")]
    [InlineData("<cpu mode='host-passthrough'><model fallback='no' vendor_id='short'>a</model></cpu>")]
    [InlineData("<cpu><arch>i686</arch><model fallback='no' vendor_id='short'>a</model></cpu>")]
    public void Fallback_and_vendor_id_are_ignored_where_there_is_no_choice(string xml)
    {
        CpuDefinition cpu = CpuXml.Parse(xml);
        Assert.Equal((CpuFallback.Allow, null), (cpu.Fallback, cpu.VendorId));
    }

    [Theory]
    [InlineData("AuthenticAMD")]
    [InlineData("éééééé")]
    public void A_vendor_id_has_twelve_bytes(string id) =>
        Assert.Equal(id, CpuXml.Parse($"<cpu><model vendor_id='{id}'>a</model></cpu>").VendorId);

    [Theory]
    [InlineData("short")]
    [InlineData("AuthenticAMD2")]
    [InlineData("Authentic,AM")]
    [InlineData("éééééééééééé")]
    public void Another_vendor_id_is_malformed(string id) => Refusal.IsXml($"<cpu><model vendor_id='{id}'>a</model></cpu>");

    [Fact]
    public void An_empty_vendor_id_is_absent() => Assert.Null(CpuXml.Parse("<cpu><model vendor_id=''>a</model></cpu>").VendorId);

    [Fact]
    public void The_first_vendor_counts() =>
        Assert.Equal("A", CpuXml.Parse("<cpu><vendor>A</vendor><vendor>B</vendor><model>a</model></cpu>").Vendor);

    [Theory]
    [InlineData("<cpu><vendor>A</vendor></cpu>")]
    [InlineData("<cpu mode='host-model'><vendor>A</vendor><model/></cpu>")]
    public void A_vendor_without_a_model_is_malformed(string xml) => Refusal.IsXml(xml);

    [Fact]
    public void An_empty_vendor_is_absent() => Assert.Null(CpuXml.Parse("<cpu><vendor/></cpu>").Vendor);
}
