using System.Diagnostics;
using NVirt.Cpu.Xml;

namespace NVirt.Cpu.Tests.Xml;

public class HostileTests
{
    private const string Bomb = "<!DOCTYPE cpu [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><cpu><model>&b;</model></cpu>";

    [Theory]
    [InlineData(Bomb)]
    [InlineData("<!DOCTYPE cpu SYSTEM 'file:///etc/passwd'><cpu/>")]
    [InlineData("<?xml version='1.0'?>\n<!-- x -->\n  <!DOCTYPE cpu><cpu/>")]
    [InlineData("\uFEFF<!DOCTYPE cpu><cpu/>")]
    public void Document_types_are_refused(string xml)
    {
        Assert.Contains("document types (DTD) are not accepted", Refusal.Of(xml).Message, StringComparison.Ordinal);
        Assert.Contains("document types (DTD) are not accepted", RefusalOfSequence(xml), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<cpu><model>&b;</model></cpu>")]
    [InlineData("<cpu mode='&b;'/>")]
    public void Entities_are_not_known(string xml) => Refusal.IsXml(xml);

    [Theory]
    [InlineData("<cpu>", "")]
    [InlineData("<cpu><numa>", "")]
    [InlineData("<cpu><model>", "")]
    [InlineData("", "<domain>")]
    public void Deep_documents_are_refused_quickly(string cpu, string document)
    {
        string deep = string.Concat(Enumerable.Repeat("<a>", 100_000)) + string.Concat(Enumerable.Repeat("</a>", 100_000));
        Stopwatch watch = Stopwatch.StartNew();
        string message = document.Length > 0 ? RefusalOfSequence(document + deep) : Refusal.Of(cpu + deep).Message;
        Assert.EndsWith("elements are nested too deeply; expected at most 256 levels", message, StringComparison.Ordinal);
        Assert.InRange(watch.ElapsedMilliseconds, 0, 1000);
    }

    [Fact]
    public void As_deep_as_allowed_is_read()
    {
        string deep = string.Concat(Enumerable.Repeat("<numa>", 255)) + string.Concat(Enumerable.Repeat("</numa>", 255));
        Assert.Equal(CpuType.Host, CpuXml.Parse($"<cpu>{deep}<arch>i686</arch><model>a</model></cpu>").Type);
        Refusal.IsXml($"<cpu><a>{deep}</a></cpu>");
    }

    [Fact]
    public void A_text_that_is_too_long_is_refused()
    {
        string text = new('<', (64 * 1024 * 1024) + 1);
        Assert.Equal("1:1: the text has 67108865 characters; expected at most 67108864", RefusalOfSequence(text));
        Assert.Equal("1:1: the text has 67108865 characters; expected at most 67108864", Refusal.Of(text).Message);
    }

    [Fact]
    public void A_tag_with_very_many_attributes_is_refused_quickly()
    {
        string xml = "<cpu>\n <x" + string.Concat(Enumerable.Range(0, 1_000_000).Select(i => $" a{i}=''")) + "/></cpu>";
        Stopwatch watch = Stopwatch.StartNew();
        Assert.StartsWith("2:3: there are ", Refusal.Of(xml).Message, StringComparison.Ordinal);
        Assert.InRange(watch.ElapsedMilliseconds, 0, 1000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("cpu")]
    [InlineData("<cpu>")]
    [InlineData("<cpu></cpus>")]
    [InlineData("<cpu/><cpu/>")]
    [InlineData("<cpu/>text")]
    [InlineData("<cpu mode='custom' mode='custom'/>")]
    [InlineData("<cpu mode=custom/>")]
    [InlineData("<cpu><model>a<b</model></cpu>")]
    [InlineData("<cpu><model>a&#0;</model></cpu>")]
    [InlineData("<cpu><model>a\u0001</model></cpu>")]
    [InlineData("\n<?xml version='1.0'?><cpu/>")]
    [InlineData("&#10;<cpu/>")]
    [InlineData("<!-- & --> <?a &?>\r\n &#x20; <cpu/>")]
    [InlineData("<cpu a='>&amp;'/>\n<!-- --->&#10;")]
    [InlineData("<cpu>&amp;</cpu >&#9;")]
    [InlineData("<![CDATA[]]><cpu/>")]
    [InlineData("<cpu/><![CDATA[ ]]>")]
    public void What_is_not_well_formed_is_malformed(string xml) => Refusal.IsXml(xml);

    [Fact]
    public void A_mistake_behind_very_many_lines_is_reported_quickly()
    {
        Stopwatch watch = Stopwatch.StartNew();
        string lines = "<a/>" + new string('\r', 250_000);
        Refusal.IsXml($"<cpu>{lines}{lines}{lines}{lines}<");
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public void Cells_that_all_have_all_CPUs_are_refused_at_the_second_one()
    {
        string xml = $"<cpu><numa>{string.Concat(Enumerable.Repeat("<cell cpus='0-16383' memory='1'/>", 20_000))}</numa></cpu>";
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("CPU 0 is in cell 0 and in cell 1", Refusal.Of(xml).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000);
    }

    [Fact]
    public void More_CPUs_than_a_text_may_hold_are_refused()
    {
        string most = string.Concat(Enumerable.Repeat("<cpu/>", 131_072));
        Assert.Equal(131_072, CpuDocuments.Parse(most).Count);
        Assert.Equal("1:786433: there are too many CPUs in one text; expected at most 131072", RefusalOfSequence(most + "<cpu/>"));
    }

    [Theory]
    [InlineData("<cpu><numa>", "<a/>")]
    [InlineData("<cpu>", "<feature/>")]
    [InlineData("<domain><os>", "<a/>")]
    public void More_elements_than_a_CPU_may_have_are_refused(string start, string element) => Assert.EndsWith(
        "there are too many elements; expected at most 1048576",
        RefusalOfSequence(start + string.Concat(Enumerable.Repeat(element, 1_048_577))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("\uFEFF<!--&--><?a b='&'?><cpu a='&amp;'>&#65;</cpu><!--&#10;--><?c &?><?d?>\n")]
    [InlineData("<?x ?><?xy?><!----><cpu/><!-- - -->")]
    public void References_in_comments_and_instructions_are_none(string xml) => Assert.Equal(new CpuDefinition(), CpuXml.Parse(xml));

    [Fact]
    public void Any_number_of_blanks_may_stand_between_documents() =>
        Assert.Equal(2, CpuDocuments.Parse("<cpu/>" + new string(' ', 100_000) + "\n<cpu/>\n").Count);

    [Theory]
    [InlineData("<?xml version='1.0'?>")]
    [InlineData("<!--<?xml-->")]
    [InlineData("<?a <?xml ?>")]
    public void A_text_full_of_declarations_is_read(string declaration) =>
        Assert.Single(CpuDocuments.Parse(string.Concat(Enumerable.Repeat(declaration, 100_000)) + "<cpu/>"));

    [Theory]
    [InlineData("<cpu \u0001='a'/>")]
    [InlineData("<cpu \n\n>")]
    [InlineData("<cpu><model>a\u009b</cpu>")]
    [InlineData("<cpu\u0085/>")]
    public void A_message_has_no_control_characters(string xml) => Assert.DoesNotContain(RefusalOfSequence(xml), char.IsControl);

    [Fact]
    public void A_message_does_not_repeat_a_very_long_name() =>
        Assert.InRange(Refusal.Of($"<cpu><{new string('x', 100_000)}></cpu>").Message.Length, 1, 400);

    [Fact]
    public void Null_is_an_argument_error()
    {
        Assert.Throws<ArgumentNullException>(() => CpuXml.Parse(null!));
        Assert.Throws<ArgumentNullException>(() => CpuXml.Format(null!));
        Assert.Throws<ArgumentNullException>(() => CpuDataXml.Parse(null!));
        Assert.Throws<ArgumentNullException>(() => CpuDataXml.Format((CpuEncoding)null!));
        Assert.Throws<ArgumentNullException>(() => CpuDocuments.Parse(null!));
    }

    private static string RefusalOfSequence(string text) => Assert.Throws<CpuException>(() => CpuDocuments.Parse(text)).Message;
}
