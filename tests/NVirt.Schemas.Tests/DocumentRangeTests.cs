using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Domains.Documents;

namespace NVirt.Schemas.Tests;

/// <summary>Ranges that depend on what stands beside them: the interpreter knows them, and the schema allows the whole range.</summary>
public sealed class DocumentRangeTests
{
    [Theory]
    [InlineData("<cell id='2' cpus='1' memory='1'/>", "", "attribute id of <cell> is \"2\"; expected an integer from 0 to 1")]
    [InlineData("<cell cpus='1' memory='1'><distances><sibling id='2' value='20'/></distances></cell>", "",
        "attribute id of <sibling> is \"2\"; expected an integer from 0 to 1")]
    [InlineData("<cell cpus='1' memory='1'><distances><sibling id='1' value='11'/></distances></cell>", "",
        "attribute value of <sibling> is \"11\"; expected an integer from 10 to 10")]
    [InlineData("<cell cpus='1' memory='1'><distances><sibling id='0' value='10'/></distances></cell>", "",
        "attribute value of <sibling> is \"10\"; expected an integer from 11 to 255")]
    [InlineData("<cell cpus='1' memory='1'/>",
        "<interconnects><latency initiator='2' target='0' type='access' value='1'/></interconnects>",
        "attribute initiator of <latency> is \"2\"; expected an integer from 0 to 1")]
    [InlineData("<cell cpus='1' memory='1'/>",
        "<interconnects><bandwidth initiator='0' target='2' type='read' value='1' unit='KiB'/></interconnects>",
        "attribute target of <bandwidth> is \"2\"; expected an integer from 0 to 1")]
    public void Of_cells(string cell, string links, string sentence)
    {
        string xml = $"<cpu><numa><cell cpus='0' memory='1'/>{cell}{links}</numa></cpu>";
        OurSchemas.Accepts("cpu", xml);
        Assert.Contains(sentence, Assert.Throws<CpuException>(() => CpuXml.Parse(xml)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2", "attribute id of <vcpu> is \"2\"; expected an integer from 0 to 1")]
    [InlineData("4294967295", "attribute id of <vcpu> is \"4294967295\"; expected an integer from 0 to 1")]
    public void Of_virtual_CPUs(string id, string sentence)
    {
        string xml = $"<domain type='kvm'><name>a</name><memory>1</memory><vcpu>2</vcpu><vcpus><vcpu id='{id}' enabled='no' "
            + "hotpluggable='yes'/></vcpus><os><type>hvm</type></os></domain>";
        OurSchemas.Accepts("domain", xml);
        Assert.Contains(sentence, Assert.Throws<CpuException>(() => DomainDocument.Parse(xml)).Message, StringComparison.Ordinal);
    }
}
