using NVirt.Cpu.Xml;

namespace NVirt.Cpu.Tests.Xml;

public class PartTests
{
    [Theory]
    [InlineData("<topology sockets='2' dies='3' clusters='4' cores='5' threads='6'/>", 2, 3, 4, 5, 6)]
    [InlineData("<topology sockets='+2' cores=' 4' threads='08'/>", 2, 1, 1, 4, 8)]
    [InlineData("<topology sockets='1' cores='1' threads='1'/><topology/>", 1, 1, 1, 1, 1)]
    public void The_first_topology_is_read(string xml, uint sockets, uint dies, uint clusters, uint cores, uint threads) =>
        Assert.Equal(new CpuTopology(sockets, dies, clusters, cores, threads), Guest(xml).Topology);

    [Theory]
    [InlineData("<topology cores='1' threads='1'/>")]
    [InlineData("<topology sockets='1' threads='1'/>")]
    [InlineData("<topology sockets='1' cores='1'/>")]
    [InlineData("<topology sockets='0' cores='1' threads='1'/>")]
    [InlineData("<topology sockets='1' dies='0' cores='1' threads='1'/>")]
    [InlineData("<topology sockets='1' clusters='' cores='1' threads='1'/>")]
    [InlineData("<topology sockets='1' cores='-1' threads='1'/>")]
    [InlineData("<topology sockets='1' cores='1' threads='1x'/>")]
    [InlineData("<topology sockets='1' cores='4294967296' threads='1'/>")]
    public void A_bad_topology_is_malformed(string xml) => Refusal.IsXml($"<cpu>{xml}</cpu>");

    [Theory]
    [InlineData("<cache mode='emulate'/>", CpuCacheMode.Emulate, null)]
    [InlineData("<cache level='1' mode='passthrough'/>", CpuCacheMode.Passthrough, 1)]
    [InlineData("<cache level='3' mode='disable'/>", CpuCacheMode.Disable, 3)]
    public void A_cache_is_read(string xml, CpuCacheMode mode, int? level) => Assert.Equal(new CpuCache(mode, level), Guest(xml).Cache);

    [Theory]
    [InlineData("<cache/>")]
    [InlineData("<cache mode=''/>")]
    [InlineData("<cache mode='none'/>")]
    [InlineData("<cache level='0' mode='emulate'/>")]
    [InlineData("<cache level='4' mode='emulate'/>")]
    [InlineData("<cache level='' mode='emulate'/>")]
    [InlineData("<cache mode='emulate'/><cache mode='emulate'/>")]
    public void A_bad_cache_is_malformed(string xml) => Refusal.IsXml($"<cpu>{xml}</cpu>");

    [Theory]
    [InlineData("<maxphysaddr mode='emulate'/>", CpuMaxPhysAddrMode.Emulate, null, null)]
    [InlineData("<maxphysaddr mode='emulate' bits='0'/>", CpuMaxPhysAddrMode.Emulate, 0, null)]
    [InlineData("<maxphysaddr mode='emulate' bits='42'/>", CpuMaxPhysAddrMode.Emulate, 42, null)]
    [InlineData("<maxphysaddr mode='passthrough' limit='39'/><maxphysaddr/>", CpuMaxPhysAddrMode.Passthrough, null, 39)]
    [InlineData("<maxphysaddr mode='passthrough' bits='46' limit='39'/>", CpuMaxPhysAddrMode.Passthrough, 46, 39)]
    public void The_first_maxphysaddr_is_read(string xml, CpuMaxPhysAddrMode mode, int? bits, int? limit) =>
        Assert.Equal(new CpuMaxPhysAddr(mode, bits, limit), Guest(xml).MaxPhysAddr);

    [Theory]
    [InlineData("<maxphysaddr/>")]
    [InlineData("<maxphysaddr mode='disable'/>")]
    [InlineData("<maxphysaddr mode='emulate' bits='-1'/>")]
    [InlineData("<maxphysaddr mode='emulate' bits='2147483648'/>")]
    [InlineData("<maxphysaddr mode='passthrough' limit='0'/>")]
    public void A_bad_maxphysaddr_is_malformed(string xml) => Refusal.IsXml($"<cpu>{xml}</cpu>");

    [Fact]
    public void A_limit_needs_passthrough() => Refusal.IsUnsupported("<cpu><maxphysaddr mode='emulate' limit='39'/></cpu>");

    [Fact]
    public void Hosts_have_them_too()
    {
        CpuDefinition cpu = CpuXml.Parse(
            "<cpu><cache mode='disable'/><maxphysaddr mode='emulate'/><topology sockets='1' cores='2' "
                + "threads='1'/><model>a</model><arch>i686</arch></cpu>");
        Assert.Equal(new CpuTopology(1, 1, 1, 2, 1), cpu.Topology);
        Assert.NotNull(cpu.Cache);
        Assert.NotNull(cpu.MaxPhysAddr);
    }

    private static CpuDefinition Guest(string parts) => CpuXml.Parse($"<cpu>{parts}</cpu>");
}
