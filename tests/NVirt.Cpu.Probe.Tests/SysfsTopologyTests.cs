using NVirt.Cpu.Probe.Linux;
using NVirt.Testing;

namespace NVirt.Cpu.Probe.Tests;

public class SysfsTopologyTests
{
    private static CpuTopology Plain(uint sockets, uint cores, uint threads) => new(sockets, 1, 1, cores, threads);

    private static void AddProcessor(TempFolder folder, string parent, int cpu, int socket, int core, string siblings)
    {
        string topology = $"{parent}/cpu{cpu}/topology";
        folder.Write($"{topology}/physical_package_id", $"{socket}\n");
        folder.Write($"{topology}/core_id", $"{core}\n");
        folder.Write($"{topology}/thread_siblings_list", $"{siblings}\n");
    }

    [Fact]
    public void Cores_with_two_threads_are_counted_once()
    {
        using TempFolder folder = new();
        for (int cpu = 0; cpu < 8; cpu++)
        {
            AddProcessor(folder, "node/node0", cpu, socket: 0, core: cpu % 4, $"{cpu % 4},{(cpu % 4) + 4}");
        }

        Assert.Equal(Plain(1, 4, 2), SysfsTopology.Read(folder.Root, out string? failure));
        Assert.Null(failure);
    }

    [Fact]
    public void Sockets_are_those_of_one_node()
    {
        using TempFolder folder = new();
        for (int cpu = 0; cpu < 4; cpu++)
        {
            AddProcessor(folder, $"node/node{cpu / 2}", cpu, socket: cpu / 2, core: cpu % 2, $"{cpu}");
        }

        Assert.Equal(Plain(1, 2, 1), SysfsTopology.Read(folder.Root, out _));
    }

    [Fact]
    public void Sockets_of_a_machine_without_nodes_are_all_counted()
    {
        using TempFolder folder = new();
        for (int cpu = 0; cpu < 4; cpu++)
        {
            AddProcessor(folder, "cpu", cpu, socket: cpu / 2, core: cpu % 2, $"{cpu}-{cpu}");
        }

        folder.Write("cpu/cpufreq/policy", "");
        Assert.Equal(Plain(2, 2, 1), SysfsTopology.Read(folder.Root, out _));
    }

    [Fact]
    public void A_node_without_processors_makes_the_parts_unlike()
    {
        using TempFolder folder = new();
        AddProcessor(folder, "node/node0", 0, socket: 0, core: 0, "0-1");
        AddProcessor(folder, "node/node0", 1, socket: 0, core: 0, "0-1");
        folder.Write("node/node1/meminfo", "");
        Assert.Equal(Plain(1, 2, 1), SysfsTopology.Read(folder.Root, out _));
    }

    [Fact]
    public void Processors_stand_outside_the_nodes_where_no_node_has_any()
    {
        using TempFolder folder = new();
        AddProcessor(folder, "cpu", 0, socket: 0, core: 0, "0-1");
        AddProcessor(folder, "cpu", 1, socket: 0, core: 0, "0-1");
        folder.Write("node/node0/meminfo", "");
        Assert.Equal(Plain(1, 1, 2), SysfsTopology.Read(folder.Root, out _));
    }

    [Fact]
    public void Parts_that_are_not_alike_are_one_socket_with_a_core_for_each_processor()
    {
        using TempFolder folder = new();
        AddProcessor(folder, "cpu", 0, socket: 0, core: 0, "0-1");
        AddProcessor(folder, "cpu", 1, socket: 0, core: 0, "0-1");
        AddProcessor(folder, "cpu", 2, socket: 0, core: 1, "2");
        Assert.Equal(Plain(1, 3, 1), SysfsTopology.Read(folder.Root, out _));
    }

    [Fact]
    public void An_offline_processor_is_one_of_the_machine()
    {
        using TempFolder folder = new();
        AddProcessor(folder, "cpu", 0, socket: 0, core: 0, "0");
        folder.Write("cpu/cpu1/online", "0\n");
        Assert.Equal(Plain(1, 2, 1), SysfsTopology.Read(folder.Root, out _));
    }

    [Fact]
    public void A_missing_folder_is_a_reason()
    {
        Assert.Null(SysfsTopology.Read("/nonexistent", out string? failure));
        Assert.Equal("there is no such file", failure);
    }

    [Fact]
    public void A_number_that_is_none_is_a_reason()
    {
        using TempFolder folder = new();
        AddProcessor(folder, "cpu", 0, socket: 0, core: 0, "x");
        folder.Write("cpu/cpu0/topology/core_id", "many");
        Assert.Null(SysfsTopology.Read(folder.Root, out string? failure));
        Assert.Equal("\"many\" is not a number", failure);
    }
}
