using System.Text.RegularExpressions;
using System.Xml.Linq;
using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Domains.Documents;
using NVirt.RelaxNg;
using NVirt.Testing;
using NVirt.Xml;

namespace NVirt.Schemas.Tests;

/// <summary>
/// The words and ranges of documents are in code (CpuWords, CpuXmlWords, DomainWords) and in the schemas; this compares the two.
/// Every attribute and text of the documents below is made wrong: the interpreter and the validator must give the same message, with
/// the same expected words.
/// </summary>
public sealed partial class RulebookTests
{
    // What the schemas check and NVirt keeps unchanged, for a hypervisor to judge, or reads in more forms.
    private static readonly string[] Kept =
    [
        "disk/@type", "disk/@device", "target/@dev", "interface/@type", "mac/@address", "type/@machine", "loader/@format",
            "controller/@type",
        "pages/@size", "pages/@unit", "counter/@name",
    ];

    // What the interpreter expects depends on other parts of the document, such as the number of cells; or what the schema expects does.
    // One of both may expect less than the other, but never anything else.
    private static readonly string[] Bounded =
    [
        "cell/@id", "sibling/@id", "sibling/@value", "size/@value", "latency/@initiator", "latency/@target", "bandwidth/@initiator",
            "bandwidth/@target",
        "vcpu/@id", "vcpu/@enabled", "vcpu/@hotpluggable", "vcpu/@order", "maxphysaddr/@mode",
    ];

    // A missing one: of the second virtual CPU the schema no longer expects 0; and an address is told of in other words.
    private static readonly string[] Apart = ["<vcpu> lacks attribute id", "<address> lacks attribute type"];

    private static readonly (string Schema, string Xml)[] Documents =
    [
        ("cpu", """
            <cpu mode='custom' match='exact' check='partial' deprecated_features='on'>
              <model fallback='forbid' vendor_id='GenuineIntel'>Nehalem</model>
              <vendor>Intel</vendor>
              <topology sockets='1' dies='1' clusters='1' cores='2' threads='1'/>
              <cache level='3' mode='emulate'/>
              <maxphysaddr mode='emulate' bits='40'/>
              <feature policy='require' name='aes'/>
            </cpu>
            """),
        ("cpu", "<cpu mode='host-passthrough' migratable='on'><maxphysaddr mode='passthrough' limit='39'/></cpu>"),
        ("cpu", """
            <cpu>
              <arch>x86_64</arch>
              <model>Nehalem</model>
              <vendor>Intel</vendor>
              <microcode version='1'/>
              <signature family='6' model='1' stepping='1'/>
              <counter name='tsc' frequency='1000' scaling='yes'/>
              <topology sockets='1' cores='2' threads='1'/>
              <feature name='aes'/>
              <pages size='4' unit='KiB'/>
            </cpu>
            """),
        ("cpu", """
            <cpu>
              <numa>
                <cell id='0' cpus='0' memory='1' unit='KiB' memAccess='shared' discard='yes'>
                  <distances><sibling id='0' value='10'/><sibling id='1' value='20'/></distances>
                  <cache level='1' associativity='direct' policy='writeback'><size value='1' unit='KiB'/><line value='8' unit='B'/></cache>
                </cell>
                <cell id='1' cpus='1' memory='1'/>
                <interconnects>
                  <latency initiator='0' target='0' cache='1' type='access' value='1'/>
                  <bandwidth initiator='0' target='1' type='read' value='1' unit='KiB'/>
                </interconnects>
              </numa>
            </cpu>
            """),
        ("domain", """
            <domain type='kvm' id='1'>
              <name>a</name>
              <uuid>12345678-1234-1234-1234-123456789012</uuid>
              <memory unit='KiB'>1024</memory>
              <currentMemory unit='KiB'>1024</currentMemory>
              <maxMemory slots='1' unit='KiB'>2048</maxMemory>
              <vcpu placement='static' cpuset='0-1' current='1'>2</vcpu>
              <vcpus><vcpu id='0' enabled='yes' hotpluggable='no' order='1'/><vcpu id='1' enabled='no' hotpluggable='yes'/></vcpus>
              <iothreads>1</iothreads>
              <on_poweroff>destroy</on_poweroff><on_reboot>restart</on_reboot><on_crash>preserve</on_crash>
              <pm><suspend-to-mem enabled='yes'/><suspend-to-disk enabled='no'/></pm>
              <os firmware='efi'>
                <type arch='x86_64' machine='pc'>hvm</type>
                <loader type='pflash' readonly='yes' secure='no' stateless='no'>/a</loader>
                <boot dev='hd'/>
                <bootmenu enable='yes' timeout='100'/>
                <bios useserial='yes' rebootTimeout='1'/>
                <smbios mode='host'/>
              </os>
              <features>
                <acpi/><apic eoi='on'/><pae/><viridian/><privnet/><hap state='on'/><pvspinlock state='on'/><pmu state='on'/><vmport state='on'/>
                <vmcoreinfo state='on'/><smm state='on'><tseg unit='MiB'>8</tseg></smm><gic version='3'/><ioapic driver='kvm'/><ras state='on'/>
                <htm state='on'/><nested-hv state='on'/><ccf-assist state='on'/><cfpc value='fixed'/><sbbc value='broken'/><ibs value='fixed-na'/>
                <hyperv mode='custom'>
                  <relaxed state='on'/><spinlocks state='on' retries='8191'/><stimer state='on'><direct state='on'/></stimer>
                  <vendor_id state='on' value='a'/><tlbflush state='on'><direct state='on'/><extended state='on'/></tlbflush>
                </hyperv>
                <kvm>
                  <hidden state='on'/><hint-dedicated state='on'/><poll-control state='on'/><pv-ipi state='on'/><dirty-ring state='on' size='4096'/>
                </kvm>
              </features>
              <clock offset='variable' adjustment='5' basis='utc'>
                <timer name='rtc' tickpolicy='catchup' track='guest' present='yes'><catchup threshold='1' slew='1' limit='1'/></timer>
                <timer name='tsc' frequency='1' mode='native'/>
              </clock>
              <devices>
                <disk type='file' device='disk'><target dev='vda'/><boot order='1'/><address type='pci' domain='0' bus='0' slot='1' function='0' multifunction='on'/></disk>
                <interface type='user'><mac address='52:54:00:12:34:56'/><link state='up'/><mtu size='1500'/></interface>
                <input type='mouse'/><sound model='ich9'/>
                <memory model='dimm'><target><size unit='KiB'>1</size><node>0</node><block unit='KiB'>1</block><requested unit='KiB'>1</requested></target></memory>
              </devices>
            </domain>
            """),
        ("domain", "<domain type='kvm'><name>a</name><clock offset='timezone' timezone='UTC'/></domain>"),
        ("domain", "<domain type='kvm'><name>a</name><clock offset='absolute' start='1'/></domain>"),
        ("cpudata", "<cpudata arch='x86'><cpuid eax_in='1' ecx_in='0' eax='1' ebx='1' ecx='1' edx='1'/><msr index='1' eax='1' "
            + "edx='1'/></cpudata>"),
    ];

    public static TheoryData<int, string> Mistakes()
    {
        TheoryData<int, string> data = [];
        for (int i = 0; i < Documents.Length; i++)
        {
            XElement[] elements = [.. XElement.Parse(Documents[i].Xml).DescendantsAndSelf()];
            for (int e = 0; e < elements.Length; e++)
            {
                foreach (XAttribute attribute in elements[e].Attributes())
                {
                    data.Add(i, $"{e} {elements[e].Name}/@{attribute.Name}");
                }

                if (!elements[e].HasElements && elements[e].Value.Length > 0)
                {
                    data.Add(i, $"{e} {elements[e].Name}");
                }
            }
        }

        return data;
    }

    [Fact]
    public void The_documents_are_right() => Assert.All(Documents, d =>
    {
        OurSchemas.Accepts(d.Schema, d.Xml);
        Assert.Null(Refusal(d.Schema, d.Xml));
    });

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void One_mistake_has_one_sentence(int document, string place)
    {
        (string schema, string xml) = Documents[document];
        string name = place[(place.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        foreach (string? wrong in (string?[])["?", "x", null])
        {
            string changed = Changed(xml, place, wrong);
            string[] judged = [.. OurSchemas.Validate(schema, changed).Select(e => e.ToString())];
            string? refused = Refusal(schema, changed);
            if (wrong is null && refused?.Contains("lacks", StringComparison.Ordinal) != true)
            {
                // What is missing has a default, or follows from what is next to it.
                continue;
            }

            if (refused is not null && judged.Length > 0)
            {
                refused = Compared(refused, name);
                judged = [.. judged.Select(j => Compared(j, name))];
                bool isSame = judged.Contains(refused)
                    || (Bounded.Contains(name) && judged.Any(j => DocumentRanges.IsOneWithin(refused, j)));
                Assert.True(isSame, $"{name}\ninterpreter: {refused}\nvalidator: {string.Join("\n           ", judged)}");
            }
            else if (wrong == "?" && !Kept.Contains(name) && judged.Length > 0)
            {
                Assert.Fail($"{name} is read as any text; the schema says: {judged[0]}");
            }
        }
    }

    [Theory]
    [InlineData("<cpu mode='custm'/>",
        "1:6: attribute mode of <cpu> is \"custm\"; expected custom, host-model, host-passthrough or maximum; did you mean custom?")]
    [InlineData("<cpu><topology cores='1' threads='1'/></cpu>",
        "1:6: <topology> lacks attribute sockets; expected an integer from 1 to 4294967295")]
    [InlineData("<cpu><numa/></cpu>", "1:6: <numa> lacks <cell>")]
    public void The_sentence_of_the_interpreter(string xml, string sentence) => Assert.Equal(sentence, Refusal("cpu", xml));

    [Theory]
    [InlineData("<features><acpy/></features>", "element <acpy> is not allowed in <features>; expected <acpi>, ", "; did you mean <acpi>?")]
    [InlineData("<features><hyperv><relax state='on'/></hyperv></features>",
        "element <relax> is not allowed in <hyperv>; expected <relaxed>, ", "")]
    [InlineData("<features><kvm><hiden state='on'/></kvm></features>", "element <hiden> is not allowed in <kvm>; expected <hidden>, ",
        "; did you mean <hidden>?")]
    public void An_unknown_element_has_one_sentence(string features, string start, string end)
    {
        string xml = $"<domain type='kvm'><name>a</name>{features}</domain>";
        foreach (string sentence in (string[])[Refusal("domain", xml)!, OurSchemas.Validate("domain", xml)[0].ToString()])
        {
            Assert.Contains(start, sentence, StringComparison.Ordinal);
            Assert.EndsWith(end, sentence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_read_is_not_told() =>
        Assert.All(Documents.Where(d => d.Schema == "cpu"), d => Assert.Empty(Assert.Single(CpuDocuments.Parse(d.Xml)).Unread));

    [Theory]
    [InlineData("<cpu><model>a</model>\n  <toplogy sockets='1'/></cpu>")]
    [InlineData("<cpu><model falback='forbid'>a</model></cpu>")]
    [InlineData("<cpu mdoe='maximum'/>")]
    [InlineData("<cpu><topology sockets='1' cores='1' threads='1' die='2'/></cpu>")]
    [InlineData("<cpu><numa><cell memory='1'><distance/></cell></numa></cpu>")]
    [InlineData("<cpu><numa><cell memory='1' cpu='0'/></numa></cpu>")]
    [InlineData("<cpu><arch>x86_64</arch><model>a</model><featur name='aes'/></cpu>")]
    public void What_nobody_reads_stands_where_the_validator_says(string xml)
    {
        RelaxNgError mistake = OurSchemas.Validate("cpu", xml)[0];
        Assert.Equal(new Position(mistake.Line, mistake.Column), Assert.Single(Assert.Single(CpuDocuments.Parse(xml)).Unread));
    }

    [Fact]
    public void What_stands_in_a_namespace_is_somebody_s_own() =>
        Assert.Empty(Assert.Single(CpuDocuments.Parse("<cpu xmlns:a='urn:a' a:b='c'><a:d/><model a:b='c'>m</model></cpu>")).Unread);

    [Fact]
    public void The_architectures_are_those_of_the_schema() => Assert.Equal(
        Schema("values").Descendants().First(e => (string?)e.Attribute("name") == "arch").Descendants()
            .Where(e => e.Name.LocalName == "value").Select(e => e.Value),
        CpuWords.Architectures);

    /// <summary>
    /// If an interpreter reads words or numbers from elements for which the schemas allow nothing else, these attributes must occur in a
    /// document above.
    /// </summary>
    [Fact]
    public void Every_attribute_of_words_or_numbers_is_tried()
    {
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(Places.Root, "src/NVirt.Cpu/Xml"), "*.cs"),
            .. Directory.EnumerateFiles(Path.Combine(Places.Root, "src/NVirt.Domains/Documents"), "*.cs")];
        string[] read = [.. files.Where(f => !f.EndsWith("Writer.cs", StringComparison.Ordinal))
            .SelectMany(f => ReadOf().Matches(File.ReadAllText(f))).Select(m => m.Groups["name"].Value).Distinct()];
        Assert.True(read.Length > 40);
        Assert.Empty(read.Except(Tried()));
    }

    /// <summary>The same for those that the schemas describe.</summary>
    [Theory]
    [InlineData("cpu-parts")]
    [InlineData("guest-cpu")]
    [InlineData("host-cpu")]
    [InlineData("numa")]
    [InlineData("domain")]
    [InlineData("domain-features")]
    [InlineData("domain-clock")]
    [InlineData("domain-os")]
    public void Every_attribute_of_a_schema_is_tried(string schema) => Assert.Empty(
        Schema(schema).Descendants().Where(e => e.Name.LocalName == "attribute" && e.Attribute("name") is not null
            && e.Descendants().Any(d => d.Name.LocalName is "value" or "ref" or "data"))
            .Select(e => e.Attribute("name")!.Value).Except(Tried()));

    // The interpreter reports a text where its element begins; two forms of one switch may come in any order.
    private static string Compared(string sentence, string name)
    {
        string text = name.Contains('@', StringComparison.Ordinal) ? sentence
            : sentence[(sentence.IndexOf(": ", StringComparison.Ordinal) + 2)..];
        return Array.Exists(Apart, w => text.Contains(w, StringComparison.Ordinal)) ? text.Split("; expected")[0]
            : text.Replace("expected off or on", "expected on or off", StringComparison.Ordinal);
    }

    [GeneratedRegex(
        """(?:(?:Word|OneOf|OnOff|OnOffOrOn|YesNo|Either|Number|UInt)\(|Amount\(\w+, )"(?<name>[^"]+)"[,)]""",
        RegexOptions.ExplicitCapture,
        10_000)]
    private static partial Regex ReadOf();

    private static string[] Tried() =>
        [.. Documents.SelectMany(d => XElement.Parse(d.Xml).DescendantsAndSelf()).SelectMany(e => e.Attributes())
            .Select(a => a.Name.LocalName).Distinct()];

    private static XElement Schema(string name) => XElement.Load(Path.Combine(Places.Root, "schemas", name + ".rng"));

    private static string Changed(string xml, string place, string? wrong)
    {
        XElement root = XElement.Parse(xml, LoadOptions.PreserveWhitespace);
        XElement element = root.DescendantsAndSelf()
            .ElementAt(int.Parse(place[..place.IndexOf(' ', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture));
        if (place.Contains('@', StringComparison.Ordinal))
        {
            string attribute = place[(place.IndexOf('@', StringComparison.Ordinal) + 1)..];
            element.SetAttributeValue(attribute, wrong == "x" ? element.Attribute(attribute)!.Value + "x" : wrong);
        }
        else
        {
            element.Value = wrong == "x" ? element.Value + "x" : wrong ?? "?";
        }

        return root.ToString(SaveOptions.DisableFormatting);
    }

    private static string? Refusal(string schema, string xml)
    {
        try
        {
            _ = schema switch
            {
                "cpu" => CpuXml.Parse(xml),
                "cpudata" => (object)CpuDataXml.Parse(xml),
                _ => DomainDocument.Parse(xml),
            };
            return null;
        }
        catch (CpuException e)
        {
            return e.Message;
        }
    }
}
