using NVirt.Cpu.Xml;

namespace NVirt.Cpu.Tests.Xml;

public class MessageTests
{
    [Theory]
    [InlineData(
        "<cpu\n mode='host'/>", "2:2: attribute mode of <cpu> is \"host\"; expected custom, host-model, host-passthrough or maximum")]
    [InlineData("<cpu>\n  <topology cores='1' threads='1'/></cpu>",
        "2:3: <topology> lacks attribute sockets; expected an integer from 1 to 4294967295")]
    [InlineData("<cpu><model>a</model><feature name='f'/>\r\n<feature name='f'/></cpu>",
        "2:10: the feature \"f\" is listed twice; expected each feature once")]
    [InlineData("<cpu><cache mode='disable'/><cache/></cpu>", "1:29: there is a second <cache>; expected at most one")]
    [InlineData("<domain/>", "1:1: the root element is <domain>; expected <cpu>")]
    [InlineData("<!-- none -->", "1:1: there is no element here; expected <cpu>")]
    [InlineData("<cpu/>\n<cpu/>", "2:1: a second root element follows; expected one")]
    [InlineData("<cpu/>text", "1:7: there is text outside of any element; expected only elements")]
    [InlineData(
        "<cpu><arch>vax</arch></cpu>",
            "1:6: the text of <arch> is \"vax\"; expected x86_64, i686, aarch64, armv7l, ppc64le, ppc64, s390x, riscv64, loongarch64, "
                + "alpha, armv6l, armv7b, cris, ia64, lm32, m68k or 20 more")]
    public void A_message_says_where_what_and_what_was_expected(string xml, string message) =>
        Assert.Equal(message, Refusal.Of(xml).Message);

    [Fact]
    public void The_file_stands_first() =>
        Assert.StartsWith("a.xml:1:6: ", Assert.Throws<CpuException>(() => CpuXml.Parse("<cpu mode=''/>", file: "a.xml")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("<cpu>\n<model></cpu>", "2:10: ")]
    [InlineData("<cpu mode='&x;'/>", "1:13: ")]
    public void A_reader_s_message_has_its_position_once(string xml, string start)
    {
        string message = Refusal.Of(xml).Message;
        Assert.StartsWith(start, message, StringComparison.Ordinal);
        Assert.DoesNotContain(", position", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_value_is_cut_and_stays_on_one_line()
    {
        string message = Refusal.Of($"<cpu mode='{new string('x', 1000)}'/>").Message;
        Assert.InRange(message.Length, 64, 200);
        Assert.DoesNotContain('\n', Refusal.Of("<cpu mode='a&#10;b'/>").Message);
    }

    [Theory]
    [InlineData("<cpu check='?' migratable='on'/>", CpuErrorKind.Unsupported)]
    [InlineData("<cpu mode='maximum'><feature policy='?' name='f'/><topology/></cpu>", CpuErrorKind.Xml)]
    [InlineData("<cpu><vendor>V</vendor><model fallback='?'/></cpu>", CpuErrorKind.Unsupported)]
    public void Of_several_problems_libvirt_s_first_one_is_reported(string xml, CpuErrorKind kind) =>
        Assert.Equal(kind, Refusal.Of(xml).Kind);

    [Fact]
    public void The_reason_is_a_malformed_document()
    {
        CpuReason reason = Assert.Single(Refusal.Of("<cpu mode=''/>").Refusal.Reasons);
        Assert.Equal(CpuRule.Malformed, reason.Rule);
        Assert.Equal(reason.Subject, reason.Describe());
    }
}
