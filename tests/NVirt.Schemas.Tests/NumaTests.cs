namespace NVirt.Schemas.Tests;

/// <summary>What cpu-rules.md 1.4 says of NUMA cells, as far as a schema can say it.</summary>
public sealed class NumaTests
{
    [Theory]
    [InlineData("<cell memory='1'/>")]
    [InlineData("<cell id='0' cpus='' memory='0' unit='KiB' memAccess='shared' discard='no'/>")]
    [InlineData("<cell cpus='0-3,^2,7' memory='1'/><cell cpus='8' memory='2' unit='GiB' memAccess='private' discard='yes'/>")]
    [InlineData(
        "<cell memory='1'><distances><sibling id='0' value='10'/><sibling id='1' value='255'/></distances></cell><cell memory='1'/>")]
    [InlineData(
        "<cell memory='1'><cache level='1' associativity='direct' policy='writethrough'><size value='10' unit='KiB'/><line value='8' "
            + "unit='B'/></cache></cell>")]
    [InlineData("<cell memory='1'><cache level='3' associativity='none' policy='none'><size value='10'/></cache></cell>")]
    [InlineData(
        "<cell cpus='0' memory='1'/><interconnects><latency initiator='0' target='0' type='access' value='5'/><bandwidth initiator='0' "
            + "target='0' cache='1' type='read' value='1' unit='GiB'/></interconnects>")]
    public void Cells_are_accepted(string content) => OurSchemas.Accepts("cpu", $"<cpu><numa>{content}</numa></cpu>");

    [Theory]
    [InlineData("")]
    [InlineData("<interconnects/>")]
    [InlineData("<cell memory='1'/><interconnects/><interconnects/>")]
    [InlineData("<cell memory='1'><distances/></cell>")]
    [InlineData("<cell memory='1'><cache level='1'/></cell>")]
    public void Something_is_missing_or_too_much(string content) => OurSchemas.Refuses("cpu", $"<cpu><numa>{content}</numa></cpu>");

    [Theory]
    [InlineData("cpus='0'", "memory")]
    [InlineData("memory='much'", "memory")]
    [InlineData("memory='-1'", "memory")]
    [InlineData("memory='1' unit='kilo'", "unit")]
    [InlineData("memory='1' id='-1'", "id")]
    [InlineData("memory='1' cpus='0-'", "cpus")]
    [InlineData("memory='1' cpus='a'", "cpus")]
    [InlineData("memory='1' memAccess='own'", "memAccess")]
    [InlineData("memory='1' discard='on'", "discard")]
    public void A_cell_is_refused(string attributes, string refused) =>
        OurSchemas.Refuses("cpu", $"<cpu><numa><cell {attributes}/></numa></cpu>", "cell", refused);

    [Theory]
    [InlineData("<distances><sibling value='10'/></distances>", "sibling", "id")]
    [InlineData("<distances><sibling id='0'/></distances>", "sibling", "value")]
    [InlineData("<distances><sibling id='0' value='9'/></distances>", "sibling", "value")]
    [InlineData("<distances><sibling id='0' value='256'/></distances>", "sibling", "value")]
    [InlineData("<cache level='0'><size value='1'/></cache>", "cache", "level")]
    [InlineData("<cache level='4'><size value='1'/></cache>", "cache", "level")]
    [InlineData("<cache><size value='1'/></cache>", "cache", "level")]
    [InlineData("<cache level='1' associativity='half'><size value='1'/></cache>", "cache", "associativity")]
    [InlineData("<cache level='1' policy='some'><size value='1'/></cache>", "cache", "policy")]
    [InlineData("<cache level='1'><size/></cache>", "size", "value")]
    [InlineData("<cache level='1'><size value='1'/><line value='x'/></cache>", "line", "value")]
    public void A_part_of_a_cell_is_refused(string part, string element, string attribute) =>
        OurSchemas.Refuses("cpu", $"<cpu><numa><cell memory='1'>{part}</cell></numa></cpu>", element, attribute);

    [Theory]
    [InlineData("<latency target='0' type='access' value='5'/>", "latency", "initiator")]
    [InlineData("<latency initiator='0' type='access' value='5'/>", "latency", "target")]
    [InlineData("<latency initiator='0' target='0' value='5'/>", "latency", "type")]
    [InlineData("<latency initiator='0' target='0' type='execute' value='5'/>", "latency", "type")]
    [InlineData("<latency initiator='0' target='0' type='access'/>", "latency", "value")]
    [InlineData("<latency initiator='0' target='0' type='access' value='5' unit='KiB'/>", "latency", "unit")]
    [InlineData("<bandwidth initiator='0' target='0' cache='-1' type='access' value='5'/>", "bandwidth", "cache")]
    [InlineData("<bandwidth initiator='0' target='0' type='access' value='5' unit='wide'/>", "bandwidth", "unit")]
    public void A_link_is_refused(string link, string element, string attribute) =>
        OurSchemas.Refuses("cpu", $"<cpu><numa><cell memory='1'/><interconnects>{link}</interconnects></numa></cpu>", element, attribute);
}
