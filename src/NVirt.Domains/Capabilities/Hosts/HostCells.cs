using System.Collections.Immutable;
using System.Globalization;
using NVirt.Cpu;

namespace NVirt.Domains.Capabilities.Hosts;

/// <summary>
/// Reads NUMA cells. A machine without NUMA is one cell with all processors and all memory, as it is for libvirt.
/// </summary>
internal static class HostCells
{
    private const string Nodes = "sys/devices/system/node";
    private const string Processors = "sys/devices/system/cpu";

    public static ImmutableArray<HostCell> Read(HostFiles files, ulong pageKiB)
    {
        IReadOnlyList<int> nodes = files.Numbered(Nodes, "node");
        return nodes.Count > 0 ? [.. nodes.Select(n => ReadNode(files, n, nodes, pageKiB))] : ReadWhole(files);
    }

    private static HostCell ReadNode(HostFiles files, int node, IReadOnlyList<int> nodes, ulong pageKiB)
    {
        string folder = $"{Nodes}/node{node}";
        ulong? memory = files.MemoryKiB($"{folder}/meminfo", "MemTotal:");
        return new HostCell(node)
        {
            MemoryKiB = memory > 0 ? memory : null,
            Pages = Pages(files, folder, memory, pageKiB),
            Distances = Distances(files.Text($"{folder}/distance"), nodes),
            Cpus = ReadCpus(files, files.Cpus($"{folder}/cpulist")),
        };
    }

    private static ImmutableArray<HostCell> ReadWhole(HostFiles files)
    {
        HostCell cell = new(0)
        {
            MemoryKiB = files.MemoryKiB("proc/meminfo", "MemTotal:"),
            Cpus = ReadCpus(files, files.Cpus($"{Processors}/online")),
        };
        return cell is { MemoryKiB: null, Cpus.IsEmpty: true } ? [] : [cell];
    }

    // Memory set aside for huge pages is not available for small ones.
    private static ImmutableArray<HostPages> Pages(HostFiles files, string folder, ulong? memory, ulong pageKiB)
    {
        List<HostPages> pages = [];
        ulong? left = memory;
        foreach ((ulong size, string path) in HugePageFolders.In(files, $"{folder}/hugepages"))
        {
            if (HostFiles.Count(files.Text($"{path}/nr_hugepages")) is { } count)
            {
                pages.Add(new HostPages(size, count));
                left = (UInt128)size * count <= left ? left - (size * count) : null;
            }
        }

        return left is { } rest ? [new HostPages(pageKiB, rest / pageKiB), .. pages] : [.. pages];
    }

    // One number per node, in the order of nodes.
    private static ImmutableArray<CpuNumaDistance> Distances(string? text, IReadOnlyList<int> nodes)
    {
        int[] values = [.. (text ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(HostFiles.Number).OfType<int>()];
        return values.Length == nodes.Count && !values.Contains(0)
            ? [.. nodes.Zip(values, (node, value) => new CpuNumaDistance(node, value))] : [];
    }

    private static ImmutableArray<HostProcessor> ReadCpus(HostFiles files, ImmutableArray<int>? cpus) =>
        [.. (cpus ?? []).Select(cpu => ReadCpu(files, cpu))];

    // A document gives all of these for a processor, or none.
    private static HostProcessor ReadCpu(HostFiles files, int cpu)
    {
        string folder = $"{Processors}/cpu{cpu}/topology";
        int? socket = Id(files, $"{folder}/physical_package_id");
        int? die = Id(files, $"{folder}/die_id");
        int? core = Id(files, $"{folder}/core_id");
        return socket is null || die is null || core is null ? new HostProcessor(cpu) : new HostProcessor(cpu)
        {
            SocketId = socket,
            DieId = die,
            ClusterId = Id(files, $"{folder}/cluster_id") ?? 0,
            CoreId = core,
            Siblings = files.Cpus($"{folder}/thread_siblings_list") is { IsEmpty: false } siblings ? siblings : [cpu],
        };
    }

    // A kernel that does not report one of these has only one.
    private static int? Id(HostFiles files, string path) => files.Text(path) is { } text ? HostFiles.Number(text) : 0;
}
