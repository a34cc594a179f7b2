using NVirt.Cpu.Xml;

namespace NVirt.Cpu.Tests.Xml;

public class DocumentTests
{
    private const string Host = "<cpu><arch>x86_64</arch><model>h</model></cpu>";
    private const string Guest = "<cpu><model>g</model></cpu>";

    [Fact]
    public void A_bare_cpu_is_found()
    {
        CpuDocument found = Assert.Single(CpuDocuments.Parse(Guest));
        Assert.Equal((CpuDocumentKind.Cpu, "g", 1, 1), (found.Kind, found.Definition!.Model, found.Line, found.Column));
    }

    [Fact]
    public void Several_in_sequence_are_found_in_order() =>
        Assert.Equal(["h", "g", "h"], Models($"{Host}\n{Guest}<!-- and -->{Host}\n"));

    [Fact]
    public void Documents_in_sequence_may_have_declarations_and_keep_their_places()
    {
        const string Text =
            "<?xml version='1.0'?>\n<cpu/>\n<?xml version='1.0'\n encoding='UTF-8'?> <cpu/>\n\uFEFF<?xml version='1.0'?><cpu/>";
        Assert.Equal([(2, 1), (4, 21), (5, 23)], CpuDocuments.Parse(Text).Select(d => (d.Line, d.Column)));
    }

    [Theory]
    [InlineData("<?xml version='1.0'?>")]
    [InlineData("<?xml\tversion = \"1.0\"\r\n encoding='UTF-8' standalone\n=\n'no' ?>")]
    [InlineData("<?xml version='1.0' encoding=\"iso-8859-1\"?>")]
    [InlineData("<?xml version='1.0' standalone='yes'?>")]
    public void A_declaration_may_stand_before_each_document(string declaration) =>
        Assert.Equal(["h", "g"], Models($"{declaration}{Host}\n<!-- {declaration} -->{declaration}{Guest}"));

    [Theory]
    [InlineData("<?xml?>")]
    [InlineData("<?xml ?>")]
    [InlineData("<?xml version='1.1'?>")]
    [InlineData("<?xml version=1.0?>")]
    [InlineData("<?xml version='1.0\"?>")]
    [InlineData("<?xml encoding='UTF-8'?>")]
    [InlineData("<?xml version='1.0' encoding=''?>")]
    [InlineData("<?xml version='1.0' encoding='8-bit'?>")]
    [InlineData("<?xml version='1.0'encoding='UTF-8'?>")]
    [InlineData("<?xml version='1.0' standalone='maybe'?>")]
    [InlineData("<?xml version='1.0' standalone='yes' encoding='UTF-8'?>")]
    [InlineData("<?xml version='1.0' more='yes'?>")]
    [InlineData("<?xml version='1.0'<?xml ?>encoding='<?xml ?>'?>")]
    public void A_malformed_declaration_is_refused(string declaration)
    {
        AssertRefused("1:1: this is not an XML declaration; expected <?xml version='1.0'?>", declaration + Guest);
        AssertRefused("2:3: this is not an XML declaration; expected <?xml version='1.0'?>", $"{Guest}\n  {declaration}{Guest}");
    }

    [Theory]
    [InlineData("<cpu><?xml version='1.0'?></cpu>")]
    [InlineData("<cpus><?xml version='1.0'?><cpu/></cpus>")]
    [InlineData("<cpu/><domain><cpu><model>a<?xml version='1.0'?>b</model></cpu></domain>")]
    public void A_declaration_inside_an_element_is_refused(string text)
    {
        CpuException refused = Assert.Throws<CpuException>(() => CpuDocuments.Parse(text));
        Assert.Contains("XML declaration", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<?a <?xml version='1.0'?>")]
    [InlineData("<?xmls '<?xml ?>")]
    [InlineData("<?xml-stylesheet version='1.0'?>")]
    [InlineData("<!-- <?xml ?> > ' -->")]
    public void What_looks_like_a_declaration_between_documents_is_none(string text) =>
        Assert.Equal(["g", "h"], Models($"{Guest}{text}<?xml version='1.0'?>{Host}"));

    [Theory]
    [InlineData("<?xmls '<?xml ?>?>")]
    [InlineData("<?xml version='1.0'")]
    [InlineData("<cpu a='<?xml version=\"1.0\"?>'/>")]
    public void What_hides_a_declaration_and_is_malformed_is_refused(string text) =>
        Assert.Throws<CpuException>(() => CpuDocuments.Parse(Guest + text + Guest));

    [Theory]
    [InlineData("<![CDATA[<?xml version='1.0'?> <?xml ?>]]>")]
    [InlineData("<![CDATA[<?xml version='1.0'?>]]><!-- ]]> --> &lt;?xml ?<![CDATA[>]]>")]
    public void What_looks_like_a_declaration_in_a_text_stays(string text) =>
        Assert.Equal(["<?xml version='1.0'?> <?xml ?>"], Models($"<?xml version='1.0'?><cpu a='>' b=\"/>'\"><model>{text}</model></cpu>"));

    [Fact]
    public void Text_that_looks_like_a_declaration_stays() =>
        Assert.Equal(
            "<?xmlish?> <?xml", CpuDocuments.Parse("<cpu><model>&lt;?xmlish?> <![CDATA[<?xml]]></model></cpu>")[0].Definition!.Model);

    [Fact]
    public void A_byte_order_mark_is_no_text()
    {
        Assert.Single(CpuDocuments.Parse("\uFEFF<cpu/>"));
        Assert.Equal(2, CpuDocuments.Parse("<cpu/>\n\uFEFF<cpu/>").Count);
    }

    [Fact]
    public void The_guest_of_a_domain_is_found_with_name_and_architecture()
    {
        CpuDocument found = Assert.Single(CpuDocuments.Parse(
            """
            <domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
              <cpu match='strict'><arch>?</arch><model>g</model></cpu>
              <os><type arch='aarch64'>hvm</type></os>
              <metadata><name>no</name><cpu><model>no</model></cpu></metadata>
              <name>web<!-- 1 -->server</name>
              <cpu><model>second</model></cpu>
              <qemu:commandline/>
            </domain>
            """));
        Assert.Equal((CpuDocumentKind.Domain, "webserver", CpuArchitecture.Aarch64), (found.Kind, found.Name, found.Arch));
        Assert.Equal(new CpuDefinition { Model = "g", Match = CpuMatch.Strict }, found.Definition);
        Assert.Equal((2, 3), (found.Line, found.Column));
    }

    [Fact]
    public void A_domain_without_a_cpu_has_no_definition()
    {
        CpuDocument found = Assert.Single(CpuDocuments.Parse("\n<domain><name>a</name></domain>"));
        Assert.Equal((CpuDocumentKind.Domain, null, "a", 2, 1), (found.Kind, found.Definition, found.Name, found.Line, found.Column));
    }

    [Fact]
    public void The_host_of_capabilities_is_found()
    {
        CpuDocument found = Assert.Single(CpuDocuments.Parse(
            $"<capabilities><guest><cpu/></guest><host><uuid/>{Host}<topology/></host><cpu/></capabilities>"));
        Assert.Equal((CpuDocumentKind.Capabilities, CpuType.Host, "h"), (found.Kind, found.Definition!.Type, found.Definition.Model));
    }

    [Theory]
    [InlineData("<capabilities/>")]
    [InlineData("<capabilities><host/><guest/></capabilities>")]
    public void Capabilities_without_a_host_cpu_are_refused(string xml) => AssertRefused("1:1: the capabilities", xml);

    [Fact]
    public void The_host_model_of_domain_capabilities_is_a_custom_guest()
    {
        CpuDocument found = Assert.Single(CpuDocuments.Parse(
            """
            <domainCapabilities>
              <path>/usr/bin/qemu</path>
              <arch>x86_64</arch>
              <cpu>
                <mode name='host-passthrough' supported='yes'><model>no</model></mode>
                <mode name='host-model' supported='yes'>
                  <model fallback='forbid'>g</model>
                  <vendor>Intel</vendor>
                  <maxphysaddr mode='passthrough' limit='46'/>
                  <feature policy='require' name='ss'/>
                  <feature policy='disable' name='hle'/>
                </mode>
                <mode name='custom' supported='yes'><model usable='yes'>no</model></mode>
              </cpu>
              <devices/>
            </domainCapabilities>
            """));
        Assert.Equal((CpuDocumentKind.DomainCapabilities, CpuArchitecture.X86_64, 6), (found.Kind, found.Arch, found.Line));
        CpuDefinition expected = new()
        {
            Model = "g",
            Fallback = CpuFallback.Forbid,
            Vendor = "Intel",
            MaxPhysAddr = new CpuMaxPhysAddr(CpuMaxPhysAddrMode.Passthrough, Bits: null, 46),
            Features = [new("ss", CpuPolicy.Require), new("hle", CpuPolicy.Disable)],
        };
        Assert.Equal(expected, found.Definition);
    }

    [Theory]
    [InlineData("<domainCapabilities/>")]
    [InlineData("<domainCapabilities><cpu><mode name='host-model' supported='no'/></cpu></domainCapabilities>")]
    [InlineData("<domainCapabilities><cpu><mode name='maximum' supported='yes'/></cpu></domainCapabilities>")]
    public void Domain_capabilities_without_host_model_are_refused(string xml) => AssertRefused("1:1: the domain capabilities", xml);

    [Fact]
    public void Raw_data_is_found_by_itself_and_inside_a_root()
    {
        const string Data = "<cpudata arch='x86'><cpuid eax_in='1' eax='2'/></cpudata>";
        IReadOnlyList<CpuDocument> found = CpuDocuments.Parse($"{Data}<cpuencode>{Data}{Data}</cpuencode>");
        Assert.Equal(3, found.Count);
        Assert.All(found, d => Assert.Equal((CpuDocumentKind.Data, 2u, null), (d.Kind, d.Data!.Items[0].Eax, d.Definition)));
    }

    [Fact]
    public void An_unknown_root_may_contain_documents() => Assert.Equal(
        ["h", "g", "g"],
        Models($"<cpuTest>{Host}<other>{Guest}</other>{Guest}</cpuTest><domstatus><domain>{Guest}</domain></domstatus>"));

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData("<network><name>a</name></network>")]
    [InlineData("<a><b><cpu/></b></a>")]
    [InlineData("<cpu xmlns='urn:other'/>")]
    public void Finding_nothing_is_refused(string text) => AssertRefused("1:1: there is no CPU here; expected <cpu>, <domain>", text);

    [Fact]
    public void Text_outside_of_elements_is_refused() => AssertRefused("1:7: there is text outside", "<cpu/>hello");

    [Fact]
    public void A_type_can_be_forced()
    {
        Assert.Equal(CpuType.Host, CpuDocuments.Parse(Host, type: CpuType.Host)[0].Definition!.Type);
        Assert.Equal(CpuType.Guest, CpuDocuments.Parse(Host, type: CpuType.Guest)[0].Definition!.Type);
        AssertRefused("1:1: a host CPU needs an architecture", Guest, CpuType.Host);
    }

    [Fact]
    public void Check_without_a_model_is_refused_in_domains_if_wanted()
    {
        const string Domain = "<domain><cpu check='full'/></domain>";
        Assert.Equal(CpuCheck.Full, CpuDocuments.Parse(Domain)[0].Definition!.Check);
        CpuException refused = Assert.Throws<CpuException>(() => CpuDocuments.Parse(Domain, checkDomains: true));
        Assert.Equal(CpuErrorKind.Unsupported, refused.Kind);
        Assert.StartsWith("1:14: ", refused.Message, StringComparison.Ordinal);
        Assert.Single(CpuDocuments.Parse("<domain><cpu mode='host-model' check='full'/></domain>", checkDomains: true));
    }

    private static IEnumerable<string?> Models(string text) => CpuDocuments.Parse(text).Select(d => d.Definition!.Model);

    private static void AssertRefused(string message, string text, CpuType? type = null)
    {
        CpuException refused = Assert.Throws<CpuException>(() => CpuDocuments.Parse(text, type: type));
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
        Assert.Equal(CpuErrorKind.Xml, refused.Kind);
    }
}
