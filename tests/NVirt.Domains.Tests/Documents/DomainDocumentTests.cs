using NVirt.Cpu;
using NVirt.Domains.Documents;

namespace NVirt.Domains.Tests.Documents;

public class DomainDocumentTests
{
    [Theory]
    [InlineData("<domain type='kvm'/>")]
    [InlineData("\uFEFF<?xml version=\"1.0\" encoding='utf-8'?>\r\n<!-- a -->\r\n<domain\ttype = \"kvm\" >\r\n</domain  >\r\n<?pi?>\r\n")]
    [InlineData("<domain type='kvm'>\r <name>&#x41;&amp;<![CDATA[<b>]]></name>\n<q:commandline xmlns:q='u'/></domain>")]
    public void The_text_stays_as_it_is(string text) => Assert.Equal(text, DomainDocument.Parse(text).Text);

    [Fact]
    public void References_and_sections_are_read() =>
        Assert.Equal("A&<b>", Read.Domain("<name>&#x41;&amp;<![CDATA[<b>]]></name>").Name);

    [Theory]
    [InlineData("<cpu/>", "a.xml:1:1: the root element is <cpu>; expected <domain>")]
    [InlineData("<domain xmlns='x' type='kvm'/>", "a.xml:1:1: the root element is <>; expected <domain>")]
    [InlineData("<domain type='kvm'/><domain type='kvm'/>", "a.xml:1:21: a second root element follows; expected one")]
    [InlineData("", "a.xml:1:1: there is no element here; expected <domain>")]
    public void Only_one_domain_is_read(string xml, string message)
    {
        CpuException refused = Assert.Throws<CpuException>(() => DomainDocument.Parse(xml, "a.xml"));
        Assert.Equal((CpuErrorKind.Xml, message), (refused.Kind, refused.Message));
    }

    [Fact]
    public void A_check_without_a_model_is_read_but_can_be_refused()
    {
        DomainDocument document = DomainDocument.Parse("<domain type='kvm'>\n<cpu check='full'/></domain>", "a.xml");
        Assert.Equal(CpuCheck.Full, document.Definition.Cpu!.Check);
        CpuException refused = Assert.Throws<CpuException>(document.RefuseCheckWithoutModel);
        Assert.Equal(CpuErrorKind.Unsupported, refused.Kind);
        Assert.Equal("a.xml:2:6: the attribute \"check\" needs a model; expected <model> or a mode other than custom", refused.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<cpu/>")]
    [InlineData("<cpu check='default'/>")]
    [InlineData("<cpu check='full'><model>a</model></cpu>")]
    [InlineData("<cpu mode='host-model' check='full'/>")]
    public void Other_checks_are_not_refused(string inside) => Read.Document(inside).RefuseCheckWithoutModel();

    [Fact]
    public void A_refusal_names_file_and_place()
    {
        DomainDocument document = DomainDocument.Parse("<domain type='kvm'>\n <os><type>hvm</type></os></domain>", "a.xml");
        CpuException refusal = document.Refuse(document.PlaceOf("os/type"), "not here");
        Assert.Equal((CpuErrorKind.Unsupported, "a.xml:2:6: not here"), (refusal.Kind, refusal.Message));
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("os", 2, 2)]
    [InlineData("os/type", 2, 6)]
    [InlineData("os/loader", 2, 2)]
    [InlineData("features/hyperv/relaxed", 1, 1)]
    public void A_place_is_found_or_the_nearest_around_it(string path, int line, int column) => Assert.Equal(
        new DomainPlace(line, column),
        DomainDocument.Parse("<domain type='kvm'>\n <os><type>hvm</type></os></domain>").PlaceOf(path));

    [Fact]
    public void Null_is_an_argument_error()
    {
        DomainDocument document = Read.Document(string.Empty);
        Assert.Throws<ArgumentNullException>(() => DomainDocument.Parse(null!));
        Assert.Throws<ArgumentNullException>(() => document.PlaceOf(null!));
        Assert.Throws<ArgumentNullException>(() => document.WithName(null!));
        Assert.Throws<ArgumentNullException>(() => document.WithEmulator(null!));
        Assert.Throws<ArgumentNullException>(() => document.WithMachine(null!));
    }
}
