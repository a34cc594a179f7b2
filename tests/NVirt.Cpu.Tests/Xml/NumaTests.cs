using System.Collections.Immutable;
using NVirt.Cpu.Xml;

namespace NVirt.Cpu.Tests.Xml;

public class NumaTests
{
    [Fact]
    public void Cells_are_read_and_written_by_id() => AssertWritten(
        """
        <cell id='1' cpus='4-7,^5' memory='1' unit='MB' memAccess='shared' discard='yes'/>
        <cell id='0' cpus='2,0,1' memory='512000' memAccess='private' discard='no'/>
        """,
        """
        <cell id='0' cpus='0-2' memory='512000' unit='KiB' memAccess='private' discard='no'/>
        <cell id='1' cpus='4,6-7' memory='977' unit='KiB' memAccess='shared' discard='yes'/>
        """);

    [Fact]
    public void A_cell_without_an_id_has_its_position() => AssertWritten(
        "<cell memory='1'/><cell memory='2'/>", "<cell id='0' memory='1' unit='KiB'/>\n<cell id='1' memory='2' unit='KiB'/>");

    [Theory]
    [InlineData("")]
    [InlineData("<cell/>")]
    [InlineData("<cell memory=''/>")]
    [InlineData("<cell memory='-1'/>")]
    [InlineData("<cell id='1' memory='1'/>")]
    [InlineData("<cell id='' memory='1'/>")]
    [InlineData("<cell memory='1'/><cell id='0' memory='2'/>")]
    [InlineData("<cell memory='1' memAccess='default'/>")]
    [InlineData("<cell memory='1' discard='on'/>")]
    public void A_bad_cell_is_malformed(string cells) => Refusal.IsXml(Xml(cells));

    [Fact]
    public void The_same_CPU_in_two_cells_is_unsupported() =>
        Refusal.IsUnsupported(Xml("<cell cpus='0-3' memory='1'/><cell cpus='3' memory='1'/>"));

    [Theory]
    [InlineData("0-3,^2,5", "0-1,3,5")]
    [InlineData("^1,1-3", "1-3")]
    [InlineData(" 0 - 3 , 5 ", "0-3,5")]
    [InlineData("0-3,", "0-3")]
    [InlineData("01", "1")]
    [InlineData("7-7", "7")]
    [InlineData("16383", "16383")]
    [InlineData("1,^1", null)]
    [InlineData("", null)]
    public void A_set_of_CPUs_is_written_as_ranges(string given, string? written) => AssertWritten(
        $"<cell cpus='{given}' memory='1'/>",
        $"<cell id='0'{(written is null ? "" : $" cpus='{written}'")} memory='1' unit='KiB'/>");

    [Theory]
    [InlineData("3-1")]
    [InlineData("0-3,^1-2")]
    [InlineData("0x1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("1-")]
    [InlineData("1 2")]
    [InlineData("1,,2")]
    [InlineData(",1")]
    [InlineData("^")]
    [InlineData("16384")]
    [InlineData("99999999999")]
    public void A_bad_set_of_CPUs_is_malformed(string set) => Refusal.IsXml(Xml($"<cell cpus='{set}' memory='1'/>"));

    [Theory]
    [InlineData("1", "", 1)]
    [InlineData("1", "unit=''", 1)]
    [InlineData("0", "", 0)]
    [InlineData("5", "unit='b'", 1)]
    [InlineData("1025", "unit='bytes'", 2)]
    [InlineData("1", "unit='KB'", 1)]
    [InlineData("2", "unit='k'", 2)]
    [InlineData("2", "unit='KiB'", 2)]
    [InlineData("1", "unit='MB'", 977)]
    [InlineData("1", "unit='m'", 1024)]
    [InlineData("1", "unit='mIb'", 1024)]
    [InlineData("1", "unit='G'", 1048576)]
    [InlineData("1", "unit='GB'", 976563)]
    [InlineData("1", "unit='TiB'", 1073741824)]
    [InlineData("1", "unit='P'", 1099511627776)]
    [InlineData("7", "unit='EiB'", 7881299347898368)]
    [InlineData("1", "unit='EB'", 976562500000000)]
    [InlineData("9007199254740991", "", 9007199254740991)]
    public void Memory_is_scaled_and_rounded_up(string memory, string unit, ulong kib) =>
        Assert.Equal(kib, Read($"<cell memory='{memory}' {unit}/>").Cells[0].MemoryKiB);

    [Theory]
    [InlineData("9007199254740992", "")]
    [InlineData("8", "unit='E'")]
    [InlineData("18446744073709551615", "unit='EB'")]
    [InlineData("1", "unit='X'")]
    [InlineData("1", "unit='KiBi'")]
    [InlineData("1", "unit='bit'")]
    [InlineData("0", "unit='i'")]
    public void Another_amount_of_memory_is_malformed(string memory, string unit) =>
        Refusal.IsXml(Xml($"<cell memory='{memory}' {unit}/>"));

    [Fact]
    public void A_distance_is_also_the_way_back_unless_that_is_given() => AssertWritten(
        """
        <cell id='1' memory='1'><distances><sibling id='0' value='31'/></distances></cell>
        <cell id='0' memory='1'><distances><sibling id='1' value='20'/><sibling id='2' value='40'/></distances></cell>
        <cell id='2' memory='1'/>
        <cell id='3' memory='1'/>
        """,
        """
        <cell id='0' memory='1' unit='KiB'>
          <distances>
            <sibling id='0' value='10'/>
            <sibling id='1' value='20'/>
            <sibling id='2' value='40'/>
          </distances>
        </cell>
        <cell id='1' memory='1' unit='KiB'>
          <distances>
            <sibling id='0' value='31'/>
            <sibling id='1' value='10'/>
          </distances>
        </cell>
        <cell id='2' memory='1' unit='KiB'>
          <distances>
            <sibling id='0' value='40'/>
            <sibling id='2' value='10'/>
          </distances>
        </cell>
        <cell id='3' memory='1' unit='KiB'/>
        """);

    [Theory]
    [InlineData("")]
    [InlineData("<sibling value='20'/>")]
    [InlineData("<sibling id='1'/>")]
    [InlineData("<sibling id='2' value='20'/>")]
    [InlineData("<sibling id='1' value='9'/>")]
    [InlineData("<sibling id='1' value='10'/>")]
    [InlineData("<sibling id='1' value='256'/>")]
    [InlineData("<sibling id='0' value='11'/>")]
    public void A_bad_distance_is_malformed(string siblings) =>
        Refusal.IsXml(Xml($"<cell memory='1'><distances>{siblings}</distances></cell><cell memory='1'/>"));

    [Fact]
    public void Units_of_a_cache_are_not_read_and_a_line_of_0_is_left_out() => AssertWritten(
        """
        <cell memory='1'>
          <cache level='3' associativity='direct' policy='writeback'><size value='10' unit='MiB'/><line value='8' unit='KiB'/></cache>
          <cache level='1' associativity='full' policy='writethrough'><line value='0'/><size value='0'/></cache>
          <cache level='2'><size value='5'/></cache>
        </cell>
        """,
        """
        <cell id='0' memory='1' unit='KiB'>
          <cache level='3' associativity='direct' policy='writeback'>
            <size value='10' unit='KiB'/>
            <line value='8' unit='B'/>
          </cache>
          <cache level='1' associativity='full' policy='writethrough'>
            <size value='0' unit='KiB'/>
          </cache>
          <cache level='2' associativity='none' policy='none'>
            <size value='5' unit='KiB'/>
          </cache>
        </cell>
        """);

    [Theory]
    [InlineData("<cache><size value='1'/></cache>")]
    [InlineData("<cache level='0'><size value='1'/></cache>")]
    [InlineData("<cache level='4'><size value='1'/></cache>")]
    [InlineData("<cache level='1' associativity='half'><size value='1'/></cache>")]
    [InlineData("<cache level='1' policy=''><size value='1'/></cache>")]
    [InlineData("<cache level='1'/>")]
    [InlineData("<cache level='1'><size/></cache>")]
    [InlineData("<cache level='1'><size value='1'/><line/></cache>")]
    [InlineData("<cache level='1'><size value='1'/></cache><cache level='1'><size value='1'/></cache>")]
    public void A_bad_cache_is_malformed(string caches) => Refusal.IsXml(Xml($"<cell memory='1'>{caches}</cell>"));

    [Fact]
    public void Links_are_read_and_written_in_their_order()
    {
        CpuNuma numa = Read(Linked(
            """
            <bandwidth initiator='0' target='1' cache='0' type='read' value='1' unit='GiB'/>
            <latency initiator='0' target='0' cache='2' type='access' value='5'/>
            <latency initiator='0' target='1' type='write' value='7'/>
            """));
        CpuNumaLink[] expected =
        [
            new(IsBandwidth: true, 0, 1, 0, CpuNumaAccess.Read, 1048576),
            new(IsBandwidth: false, 0, 0, 2, CpuNumaAccess.Access, 5),
            new(IsBandwidth: false, 0, 1, 0, CpuNumaAccess.Write, 7),
        ];
        Assert.Equal(expected, numa.Links);
        Assert.Contains(
            """
                <interconnects>
                  <bandwidth initiator='0' target='1' type='read' value='1048576' unit='KiB'/>
                  <latency initiator='0' target='0' cache='2' type='access' value='5'/>
                  <latency initiator='0' target='1' type='write' value='7'/>
                </interconnects>
            """,
            CpuXml.Format(new CpuDefinition { Numa = numa }),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<latency target='0' type='read' value='5'/>")]
    [InlineData("<latency initiator='0' type='read' value='5'/>")]
    [InlineData("<latency initiator='0' target='0' value='5'/>")]
    [InlineData("<latency initiator='0' target='0' type='none' value='5'/>")]
    [InlineData("<latency initiator='0' target='0' type='read'/>")]
    [InlineData("<latency initiator='0' target='3' type='read' value='5'/>")]
    [InlineData("<latency initiator='2' target='0' type='read' value='5'/>")]
    [InlineData("<latency initiator='0' target='0' cache='1' type='read' value='5'/>")]
    [InlineData("<bandwidth initiator='0' target='0' type='read' value='5' unit='X'/>")]
    [InlineData("<latency initiator='0' target='1' type='read' value='5'/><latency initiator='0' target='1' type='read' value='6'/>")]
    [InlineData("<latency initiator='0' target='1' type='read' value='5'/><bandwidth initiator='1' target='0' type='write' value='6'/>")]
    public void A_bad_link_is_malformed(string links) => Refusal.IsXml(Xml(Linked(links)));

    [Fact]
    public void Hosts_have_no_cells() =>
        Assert.Null(CpuXml.Parse("<cpu><arch>i686</arch><model>a</model><numa><cell/></numa></cpu>").Numa);

    [Fact]
    public void The_first_numa_counts() =>
        Assert.Single(CpuXml.Parse("<cpu><numa><cell memory='1'/></numa><numa/></cpu>").Numa!.Cells);

    // Cells 0 and 1 have CPUs, cell 2 has none; cell 0 has a cache of level 2.
    private static string Linked(string links) =>
        "<cell cpus='0' memory='1'><cache level='2'><size value='1'/></cache></cell><cell cpus='1' memory='1'/><cell memory='1'/>"
        + $"<interconnects>{links}</interconnects>";

    private static CpuNuma Read(string numa) => CpuXml.Parse(Xml(numa)).Numa!;

    private static string Xml(string numa) => $"<cpu><numa>{numa}</numa></cpu>";

    private static void AssertWritten(string given, string written)
    {
        CpuNuma numa = Read(given);
        string expected = $"<cpu>\n  <numa>\n    {written.ReplaceLineEndings("\n    ")}\n  </numa>\n</cpu>\n";
        string first = CpuXml.Format(new CpuDefinition { Numa = numa });
        Assert.Equal(expected, first);
        Assert.Equal(first, CpuXml.Format(CpuXml.Parse(first)));
    }
}
