using NVirt.Domains.Capabilities.Hosts;

namespace NVirt.Domains.Tests.Capabilities.Hosts;

public sealed class HostCellsTests
{
    private static string Describe(HostProcessor cpu) =>
        $"{cpu.Id}: {cpu.SocketId} {cpu.DieId} {cpu.ClusterId} {cpu.CoreId} [{string.Join(' ', cpu.Siblings)}]";

    private static string Pages(HostCell cell) => string.Join(' ', cell.Pages.Select(p => $"{p.SizeKiB}:{p.Count}"));

    private static string Distances(HostCell cell) => string.Join(' ', cell.Distances.Select(d => $"{d.Cell}:{d.Value}"));

    private static HostCell Only(FakeMachine machine) => Assert.Single(machine.Read().Cells);

    private static FakeMachine OneNode() =>
        new FakeMachine().WithNode(0, "0-1", 1_000_000, "10").WithCpu(0, 0, 0, "0").WithCpu(1, 0, 1, "1");

    [Fact]
    public void Every_node_is_a_cell_and_numbers_may_have_gaps()
    {
        using FakeMachine machine = new FakeMachine().WithNode(10, "1", 3_000, "20 10").WithNode(2, "0", 2_000, "10 20")
            .With("sys/devices/system/node/nodes", "").With("sys/devices/system/node/node/cpulist", "0");
        HostCell[] cells = [.. machine.Read().Cells];
        Assert.Equal([2, 10], cells.Select(c => c.Id));
        Assert.Equal([2_000UL, 3_000UL], cells.Select(c => c.MemoryKiB));
        Assert.Equal(["2:10 10:20", "2:20 10:10"], cells.Select(Distances));
    }

    [Fact]
    public void A_processor_that_is_offline_is_in_no_cell_and_no_sibling()
    {
        using FakeMachine machine = new FakeMachine().WithNode(0, "0,2-3", 1_000, "10")
            .WithCpu(0, 0, 0, "0").WithCpu(2, 0, 1, "2-3").WithCpu(3, 0, 1, "2-3").With("sys/devices/system/cpu/cpu1/online", "0");
        Assert.Equal(["0: 0 0 0 0 [0]", "2: 0 0 0 1 [2 3]", "3: 0 0 0 1 [2 3]"], Only(machine).Cpus.Select(Describe));
    }

    [Fact]
    public void A_node_may_have_memory_only()
    {
        using FakeMachine machine = new FakeMachine().WithNode(0, "", 1_000, "10");
        HostCell cell = Only(machine);
        Assert.Empty(cell.Cpus);
        Assert.Equal(1_000UL, cell.MemoryKiB);
    }

    [Fact]
    public void A_node_may_have_processors_only()
    {
        using FakeMachine machine = new FakeMachine().WithNode(0, "0", 0, "10").WithCpu(0, 0, 0, "0");
        HostCell cell = Only(machine);
        Assert.Null(cell.MemoryKiB);
        Assert.Equal("4:0", Pages(cell));
        Assert.Single(cell.Cpus);
    }

    [Fact]
    public void A_machine_without_numa_is_one_cell_with_all_that_is_online()
    {
        using FakeMachine machine = new FakeMachine().With("proc/meminfo", "MemTotal:       24684092 kB\nMemFree:        1 kB")
            .With("sys/devices/system/cpu/online", "0,2").WithCpu(0, 0, 0, "0").WithCpu(2, 1, 0, "2");
        HostCell cell = Only(machine);
        Assert.Equal((0, 24_684_092UL), (cell.Id, cell.MemoryKiB));
        Assert.Equal(["0: 0 0 0 0 [0]", "2: 1 0 0 0 [2]"], cell.Cpus.Select(Describe));
        Assert.Empty(cell.Pages);
        Assert.Empty(cell.Distances);
    }

    [Fact]
    public void Small_pages_are_what_huge_ones_leave()
    {
        using FakeMachine machine = FakeMachine.TwoNodes();
        Assert.Equal(["4:686656 2048:100 1048576:1", "4:1025000 2048:0"], machine.Read().Cells.Select(Pages));
    }

    [Theory]
    [InlineData("x", "4:250000")]
    [InlineData("-1", "4:250000")]
    [InlineData("400", "4:45200 2048:400")]
    [InlineData("500", "2048:500")]
    [InlineData("9007199254740991", "2048:9007199254740991")]
    [InlineData("18446744073709551615", "4:250000")]
    public void Pages_that_can_not_be_are_left_out(string huge, string expected)
    {
        using FakeMachine machine = OneNode().WithInNode(0, "hugepages/hugepages-2048kB/nr_hugepages", huge);
        Assert.Equal(expected, Pages(Only(machine)));
    }

    [Theory]
    [InlineData("Node 0 MemTotal: lots kB")]
    [InlineData("Node 0 MemTotal: 1000")]
    [InlineData("Node 0 MemFree: 1000 kB")]
    [InlineData("")]
    public void Memory_that_is_not_told_is_unknown_and_so_are_its_pages(string meminfo)
    {
        using FakeMachine machine = OneNode().WithInNode(0, "meminfo", meminfo);
        HostCell cell = Only(machine);
        Assert.Null(cell.MemoryKiB);
        Assert.Empty(cell.Pages);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("10 20")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("")]
    public void Distances_have_to_be_one_for_each_node(string distances)
    {
        using FakeMachine machine = OneNode().WithInNode(0, "distance", distances);
        Assert.Empty(Only(machine).Distances);
    }

    [Theory]
    [InlineData("cluster_id", "4", "1: 0 0 4 1 [1]")]
    [InlineData("cluster_id", "-1", "1: 0 0 0 1 [1]")]
    [InlineData("cluster_id", "65535", "1: 0 0 65535 1 [1]")]
    [InlineData("die_id", "3", "1: 0 3 0 1 [1]")]
    [InlineData("core_id", "x", "1:     []")]
    [InlineData("physical_package_id", "-1", "1:     []")]
    [InlineData("thread_siblings_list", "?", "1: 0 0 0 1 [1]")]
    [InlineData("thread_siblings_list", "", "1: 0 0 0 1 [1]")]
    public void Where_a_processor_is_is_told_whole_or_not_at_all(string file, string text, string expected)
    {
        using FakeMachine machine = OneNode().With($"sys/devices/system/cpu/cpu1/topology/{file}", text);
        Assert.Equal(expected, Describe(Only(machine).Cpus[1]));
    }

    [Theory]
    [InlineData("die_id")]
    [InlineData("physical_package_id")]
    [InlineData("core_id")]
    public void A_kernel_that_does_not_tell_a_number_has_only_one(string file)
    {
        using FakeMachine machine = new FakeMachine().WithNode(0, "0", 1_000, "10").WithCpu(0, 0, 0, "0");
        machine.Replace($"sys/devices/system/cpu/cpu0/topology/{file}", bytes: null);
        Assert.Equal("0: 0 0 0 0 [0]", Describe(Only(machine).Cpus[0]));
    }

    [Theory]
    [InlineData("0-")]
    [InlineData("1-0")]
    [InlineData("0-16384")]
    [InlineData("all")]
    public void A_list_of_processors_that_makes_no_sense_has_none(string list)
    {
        using FakeMachine machine = OneNode().WithInNode(0, "cpulist", list);
        Assert.Empty(Only(machine).Cpus);
    }
}
