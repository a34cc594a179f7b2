using NVirt.Cpu;
using NVirt.Domains.Documents;

namespace NVirt.Domains.Tests.Documents;

public class DomainEditsTests
{
    private static readonly CpuDefinition Cpu =
        new() { Model = "m", Features = CpuFeatureList.Create([new CpuFeature("f", CpuPolicy.Require)]) };

    [Fact]
    public void A_cpu_takes_the_place_of_another() => AssertCpu(
        Cpu,
        """
        <domain type="kvm"><!-- one -->
            <name>a</name>
            <cpu mode='host-model'><!-- gone --></cpu> <!-- two -->
            <x:y xmlns:x='x'/>
        </domain>
        """,
        """
        <domain type="kvm"><!-- one -->
            <name>a</name>
            <cpu mode='custom' match='exact'>
              <model fallback='allow'>m</model>
              <feature policy='require' name='f'/>
            </cpu> <!-- two -->
            <x:y xmlns:x='x'/>
        </domain>
        """);

    [Fact]
    public void A_cpu_comes_where_libvirt_has_it() => AssertCpu(
        Cpu with { Features = CpuFeatureList.Empty },
        """
        <domain type='kvm'>
          <name>a</name>
          <os>
            <type>hvm</type>
          </os>
          <clock/>
        </domain>
        """,
        """
        <domain type='kvm'>
          <name>a</name>
          <os>
            <type>hvm</type>
          </os>
          <cpu mode='custom' match='exact'>
            <model fallback='allow'>m</model>
          </cpu>
          <clock/>
        </domain>
        """);

    [Theory]
    [InlineData("<domain type='kvm'/>", "<domain type='kvm'><cpu mode='maximum'/></domain>")]
    [InlineData("<domain type='kvm' />\n", "<domain type='kvm'>\n  <cpu mode='maximum'/>\n</domain>\n")]
    [InlineData("<domain type='kvm'></domain>", "<domain type='kvm'><cpu mode='maximum'/></domain>")]
    [InlineData("<domain type='kvm'>\n</domain>", "<domain type='kvm'>\n  <cpu mode='maximum'/>\n</domain>")]
    [InlineData("<domain type='kvm'>\n\t<clock/>\n</domain>", "<domain type='kvm'>\n\t<cpu mode='maximum'/>\n\t<clock/>\n</domain>")]
    [InlineData("<domain type='kvm'>\r\n  <os/>\r\n</domain>", "<domain type='kvm'>\r\n  <os/>\r\n  <cpu mode='maximum'/>\r\n</domain>")]
    [InlineData("<domain type='kvm'>\r  <os/>\r</domain>", "<domain type='kvm'>\r  <os/>\r  <cpu mode='maximum'/>\r</domain>")]
    [InlineData("<domain type='kvm'><os/><clock/></domain>", "<domain type='kvm'><os/><cpu mode='maximum'/><clock/></domain>")]
    [InlineData("<domain type='kvm'>\n <a/><os/></domain>", "<domain type='kvm'>\n <a/><os/><cpu mode='maximum'/></domain>")]
    [InlineData("<domain type='kvm'>\n <cpu/>\n</domain>", "<domain type='kvm'>\n <cpu mode='maximum'/>\n</domain>")]
    [InlineData("<domain type='kvm'><cpu a='>'></cpu ></domain>", "<domain type='kvm'><cpu mode='maximum'/></domain>")]
    [InlineData("\uFEFF<domain type='kvm'><cpu/></domain>", "\uFEFF<domain type='kvm'><cpu mode='maximum'/></domain>")]
    public void Whatever_the_form_a_cpu_fits_in(string before, string after) =>
        AssertCpu(new CpuDefinition { Mode = CpuMode.Maximum }, before, after);

    [Theory]
    [InlineData(
        "<domain type='kvm'>\n  <os/>\n  <cpu>\n  </cpu>\n  <clock/>\n</domain>", "<domain type='kvm'>\n  <os/>\n  <clock/>\n</domain>")]
    [InlineData("<domain type='kvm'>\r\n  <cpu/>\r\n</domain>", "<domain type='kvm'>\r\n</domain>")]
    [InlineData("<domain type='kvm'>\n  <cpu/> <!-- a -->\n</domain>", "<domain type='kvm'>\n   <!-- a -->\n</domain>")]
    [InlineData("<domain type='kvm'><os/><cpu/></domain>", "<domain type='kvm'><os/></domain>")]
    [InlineData("<domain type='kvm'><os/></domain>", "<domain type='kvm'><os/></domain>")]
    [InlineData("<domain type='kvm'><cpu/>\n<cpu/>\n<os/><cpu/></domain>", "<domain type='kvm'>\n<os/></domain>")]
    public void A_cpu_goes_with_its_line(string before, string after)
    {
        AssertCpu(null, before, after);
        AssertCpu(new CpuDefinition(), before, after);
    }

    [Fact]
    public void A_cpu_that_can_not_be_written_is_refused() =>
        Assert.Equal(
            CpuErrorKind.Internal, Assert.Throws<CpuException>(() => Read.Document("<cpu/>").WithCpu(Cpu with { Model = null })).Kind);

    [Theory]
    [InlineData("<name>a</name>", "<name>b&amp;c</name>")]
    [InlineData("<name x='y'>a<!-- c --></name >", "<name x='y'>b&amp;c</name >")]
    [InlineData("<name />", "<name>b&amp;c</name>")]
    [InlineData("<name></name><name>z</name>", "<name>b&amp;c</name><name>z</name>")]
    [InlineData("", "<name>b&amp;c</name>")]
    [InlineData("<uuid/>", "<name>b&amp;c</name><uuid/>")]
    [InlineData("\n <uuid/>\n", "\n <name>b&amp;c</name>\n <uuid/>\n")]
    public void A_name_is_given(string before, string after)
    {
        DomainDocument document = Read.Document(before).WithName("b&c");
        Assert.Equal($"<domain type='kvm'>{after}</domain>", document.Text);
        Assert.Equal("b&c", document.Definition.Name);
    }

    [Fact]
    public void A_name_without_characters_of_XML_is_refused() =>
        Assert.Equal(
            CpuErrorKind.InvalidArgument, Assert.Throws<CpuException>(() => Read.Document("<name>a</name>").WithName("\u0001")).Kind);

    [Fact]
    public void A_uuid_is_given()
    {
        Guid uuid = new("c7a5fdbd-edaf-9455-926a-d65c16db1809");
        DomainDocument document = Read.Document("\n <name>a</name>\n <memory>1</memory>\n").WithUuid(uuid);
        Assert.Equal(
            "<domain type='kvm'>\n <name>a</name>\n <uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid>\n <memory>1</memory>\n</domain>",
                document.Text);
        Assert.Equal(uuid, document.Definition.Uuid);
    }

    [Theory]
    [InlineData("<domain type='kvm'/>", 7u, "<domain type='kvm' id='7'/>")]
    [InlineData("<domain type='kvm' ></domain>", 7u, "<domain type='kvm' id='7' ></domain>")]
    [InlineData("<domain id=\"1\" type='kvm'/>", 7u, "<domain id=\"7\" type='kvm'/>")]
    [InlineData("<domain id = '1' type='kvm'/>", null, "<domain type='kvm'/>")]
    [InlineData("<domain type='kvm'\n  id='1'/>", null, "<domain type='kvm'/>")]
    [InlineData("<domain type='kvm'/>", null, "<domain type='kvm'/>")]
    public void A_number_is_given_and_taken(string before, uint? id, string after)
    {
        DomainDocument document = DomainDocument.Parse(before).WithId(id);
        Assert.Equal((after, id), (document.Text, document.Definition.Id));
    }

    [Theory]
    [InlineData("<devices><emulator>/old</emulator><panic/></devices>", "<devices><emulator>/a&lt;b</emulator><panic/></devices>")]
    [InlineData("<devices>\n    <panic/>\n  </devices>", "<devices>\n    <emulator>/a&lt;b</emulator>\n    <panic/>\n  </devices>")]
    [InlineData("<devices/>", "<devices><emulator>/a&lt;b</emulator></devices>")]
    [InlineData("<os/>", "<os/><devices><emulator>/a&lt;b</emulator></devices>")]
    [InlineData("\n  <os/>\n", "\n  <os/>\n  <devices>\n    <emulator>/a&lt;b</emulator>\n  </devices>\n")]
    public void An_emulator_is_given(string before, string after)
    {
        DomainDocument document = Read.Document(before).WithEmulator("/a<b");
        Assert.Equal($"<domain type='kvm'>{after}</domain>", document.Text);
        Assert.Equal("/a<b", document.Definition.Devices.Emulator);
    }

    [Theory]
    [InlineData("<type arch='x86_64' machine=\"pc\">hvm</type>", "<type arch='x86_64' machine=\"pc-i440fx-10.0\">hvm</type>")]
    [InlineData("<type>hvm</type>", "<type machine='pc-i440fx-10.0'>hvm</type>")]
    [InlineData("<type/>", "<type machine='pc-i440fx-10.0'/>")]
    public void A_machine_is_given(string before, string after)
    {
        DomainDocument document = Read.Document($"<os>{before}</os>").WithMachine("pc-i440fx-10.0");
        Assert.Equal($"<domain type='kvm'><os>{after}</os></domain>", document.Text);
        Assert.Equal("pc-i440fx-10.0", document.Definition.Os.Machine);
    }

    [Fact]
    public void A_machine_needs_a_type() => Assert.Equal(
        "1:20: the domain has no <type> in <os>; expected one, to give it a machine",
        Assert.Throws<CpuException>(() => Read.Document("<os/>").WithMachine("pc")).Message);

    [Fact]
    public void The_file_keeps_its_name() =>
        Assert.Equal("a.xml", DomainDocument.Parse("<domain type='kvm'/>", "a.xml").WithName("b").File);

    private static void AssertCpu(CpuDefinition? cpu, string before, string after)
    {
        DomainDocument document = DomainDocument.Parse(before).WithCpu(cpu);
        Assert.Equal(after, document.Text);
        Assert.Equal(cpu == new CpuDefinition() ? null : cpu, document.Definition.Cpu);
    }

    [Fact]
    public void Passwords_are_taken_out_of_all_graphics_and_nothing_else_changes()
    {
        const string text = """
            <domain type='kvm'>
              <devices>
                <graphics type='vnc'
                          passwd='one' port='1'/>
                <graphics type='spice' passwd="two"><listen type='none'/></graphics>
                <graphics type='sdl'/>
              </devices>
            </domain>
            """;
        DomainDocument document = DomainDocument.Parse(text);
        Assert.Equal(
            text.Replace("\n              passwd='one'", string.Empty, StringComparison.Ordinal)
                .Replace(" passwd=\"two\"", string.Empty, StringComparison.Ordinal),
            document.WithoutPasswords().Text);
        DomainDocument without = document.WithoutPasswords();
        Assert.Same(without, without.WithoutPasswords());
    }
}
