using NVirt.Cpu.Xml;

namespace NVirt.Cpu.Tests.Xml;

public class FormatTests
{
    [Fact]
    public void Attributes_and_children_of_a_guest_have_their_order() => Assert.Equal(
        """
        <cpu mode='custom' match='minimum' check='partial' deprecated_features='off'>
          <model fallback='forbid' vendor_id='AuthenticAMD'>EPYC</model>
          <vendor>AMD</vendor>
          <topology sockets='1' dies='2' clusters='3' cores='4' threads='5'/>
          <cache level='3' mode='passthrough'/>
          <maxphysaddr mode='passthrough' bits='46' limit='39'/>
          <feature policy='disable' name='z'/>
          <feature policy='force' name='a'/>
          <numa>
            <cell id='0' memory='1' unit='KiB'/>
          </numa>
        </cpu>

        """,
        CpuXml.Format(new CpuDefinition
        {
            Match = CpuMatch.Minimum,
            Check = CpuCheck.Partial,
            DeprecatedFeatures = false,
            Model = "EPYC",
            Fallback = CpuFallback.Forbid,
            VendorId = "AuthenticAMD",
            Vendor = "AMD",
            Topology = new CpuTopology(1, 2, 3, 4, 5),
            Cache = new CpuCache(CpuCacheMode.Passthrough, 3),
            MaxPhysAddr = new CpuMaxPhysAddr(CpuMaxPhysAddrMode.Passthrough, 46, 39),
            Features = [new("z", CpuPolicy.Disable), new("a", CpuPolicy.Force)],
            Numa = new CpuNuma([new CpuNumaCell([], 1)], []),
        }));

    [Fact]
    public void Children_of_a_host_have_their_order_and_features_no_policy() => Assert.Equal(
        """
        <cpu>
          <arch>x86_64</arch>
          <model>Skylake</model>
          <vendor>Intel</vendor>
          <microcode version='45'/>
          <signature family='6' model='94' stepping='3'/>
          <counter name='tsc' frequency='2600000000' scaling='no'/>
          <topology sockets='1' dies='1' clusters='1' cores='2' threads='1'/>
          <feature name='ss'/>
        </cpu>

        """,
        CpuXml.Format(CpuDefinition.NewHost(CpuArchitecture.X86_64) with
        {
            Model = "Skylake",
            Vendor = "Intel",
            Microcode = 45,
            Signature = new CpuSignature(6, 94, 3),
            Tsc = new CpuTsc(2_600_000_000, Scaling: false),
            Topology = new CpuTopology(1, 1, 1, 2, 1),
            Features = [new("ss")],
        }));

    [Fact]
    public void A_host_that_was_read_keeps_its_model_and_vendor()
    {
        const string Xml = "<cpu>\n  <arch>x86_64</arch>\n  <model>a</model>\n  <vendor>V</vendor>\n</cpu>\n";
        Assert.Equal(Xml, CpuXml.Format(CpuXml.Parse(Xml)));
    }

    [Fact]
    public void Match_is_written_in_mode_custom_only()
    {
        Assert.Equal("<cpu mode='host-model'/>\n", CpuXml.Format(new CpuDefinition { Mode = CpuMode.HostModel, Match = CpuMatch.Strict }));
        Assert.Contains("match='exact'", CpuXml.Format(new CpuDefinition { Model = "a" }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_custom_guest_without_a_model_has_no_attributes()
    {
        CpuDefinition cpu = new() { Check = CpuCheck.Full, Cache = new CpuCache(CpuCacheMode.Disable, Level: null) };
        Assert.Equal("<cpu>\n  <cache mode='disable'/>\n</cpu>\n", CpuXml.Format(cpu));
    }

    [Fact]
    public void Nothing_to_say_is_an_empty_string() => Assert.Equal(string.Empty, CpuXml.Format(new CpuDefinition()));

    [Theory]
    [InlineData(CpuMode.HostPassthrough, "<cpu mode='host-passthrough' check='none' migratable='on'/>\n")]
    [InlineData(CpuMode.Maximum, "<cpu mode='maximum' check='none' migratable='on'/>\n")]
    [InlineData(CpuMode.HostModel, "<cpu mode='host-model' check='none'/>\n")]
    public void Migratable_is_written_where_it_is_allowed(CpuMode mode, string xml) =>
        Assert.Equal(xml, CpuXml.Format(new CpuDefinition { Mode = mode, Check = CpuCheck.None, Migratable = true }));

    [Fact]
    public void Model_and_vendor_are_left_out_where_the_host_decides() => Assert.Equal(
        "<cpu mode='host-passthrough'>\n  <feature policy='require' name='f'/>\n</cpu>\n",
        CpuXml.Format(new CpuDefinition
        {
            Mode = CpuMode.HostPassthrough,
            Model = "a",
            Vendor = "V",
            Features = [new("f", CpuPolicy.Require)],
        }));

    [Fact]
    public void A_vendor_id_without_a_model_gets_an_empty_model_without_fallback() => Assert.Equal(
        "<cpu mode='host-model'>\n  <model vendor_id='AuthenticAMD'/>\n</cpu>\n",
        CpuXml.Format(new CpuDefinition { Mode = CpuMode.HostModel, VendorId = "AuthenticAMD", Fallback = CpuFallback.Forbid }));

    [Fact]
    public void A_topology_with_a_zero_is_left_out() =>
        Assert.Equal(string.Empty, CpuXml.Format(new CpuDefinition { Topology = new CpuTopology(1, 1, 0, 1, 1) }));

    [Fact]
    public void A_signature_of_family_zero_is_left_out() => Assert.Equal(
        "<cpu>\n  <arch>i686</arch>\n</cpu>\n",
        CpuXml.Format(CpuDefinition.NewHost(CpuArchitecture.I686) with { Signature = new CpuSignature(0, 1, 1) }));

    [Fact]
    public void A_guest_has_no_microcode_signature_or_counter() => Assert.Equal(
        string.Empty,
        CpuXml.Format(new CpuDefinition { Microcode = 1, Signature = new CpuSignature(6, 1, 1), Tsc = new CpuTsc(1, Scaling: null) }));

    [Fact]
    public void Features_of_a_custom_CPU_without_a_model_are_refused()
    {
        CpuDefinition cpu = new() { Features = [new("f", CpuPolicy.Require)] };
        Assert.Equal(CpuErrorKind.Internal, Assert.Throws<CpuException>(() => CpuXml.Format(cpu)).Kind);
    }

    [Fact]
    public void Markup_in_names_is_escaped()
    {
        CpuDefinition cpu = new() { Model = "<a & 'b'>\n\"\r\t", Features = [new("<f & 'g'>\n\"\r\t", CpuPolicy.Force)] };
        string xml = CpuXml.Format(cpu);
        Assert.Contains("<model fallback='allow'>&lt;a &amp; &apos;b&apos;&gt;\n&quot;&#13;\t</model>", xml, StringComparison.Ordinal);
        Assert.Contains("name='&lt;f &amp; &apos;g&apos;&gt;&#10;&quot;&#13;&#9;'", xml, StringComparison.Ordinal);
        Assert.Equal(cpu, CpuXml.Parse(xml));
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("a\u0001")]
    [InlineData("\uFFFF")]
    public void What_XML_can_not_say_is_refused(string name)
    {
        CpuException refused = Assert.Throws<CpuException>(() => CpuXml.Format(new CpuDefinition { Model = name }));
        Assert.Equal(CpuErrorKind.InvalidArgument, refused.Kind);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_refused()
    {
        Assert.Throws<CpuException>(() => CpuXml.Format(new CpuDefinition { Model = "a" + (char)0xD800 }));
        Assert.Contains("🐧", CpuXml.Format(new CpuDefinition { Model = "🐧" }), StringComparison.Ordinal);
    }
}
