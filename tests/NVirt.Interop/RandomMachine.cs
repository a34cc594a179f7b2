using NVirt.RelaxNg.DataTypes.Expressions;
using NVirt.RelaxNg.Patterns;
using NVirt.Testing;

namespace NVirt.Interop;

/// <summary>
/// Writes the files of a possible machine: NUMA nodes with gaps between their numbers, sockets, dies and threads, offline
/// processors, huge pages, nodes without memory or processors, and caches.
/// </summary>
internal sealed class RandomMachine
{
    private const int MostNodes = 4;

    private readonly Random _random;
    private readonly TempFolder _folder;
    private readonly List<int> _online = [];
    private int _cpus;
    private int _caches;

    private RandomMachine(TempFolder folder, Random random)
    {
        _folder = folder;
        _random = random;
    }

    /// <summary>Writes sys/devices/system into the folder.</summary>
    public static void Write(TempFolder folder, Random random) => new RandomMachine(folder, random).Write();

    private void Write()
    {
        int[] nodes = [.. Enumerable.Range(0, MostNodes * 2).Where(n => n == 0 || _random.Next(3) == 0).Take(MostNodes)];
        int threads = _random.Next(1, 3);
        int[][] members = [.. nodes.Select(_ => AddProcessors(_random.Next(1, 4), threads))];
        for (int i = 0; i < nodes.Length; i++)
        {
            // Only the first node has to have both processors and memory.
            bool hasCpus = i == 0 || _random.Next(4) > 0;
            AddNode(nodes[i], hasCpus ? members[i] : [], hasMemory: i == 0 || !hasCpus || _random.Next(4) > 0, nodes.Length, i);
        }

        string list = string.Join(',', nodes);
        Put("node/online", list);
        Put("node/possible", list);
        Put("cpu/present", $"0-{_cpus - 1}");
        Put("cpu/possible", $"0-{_cpus - 1}");
        Put("cpu/online", string.Join(',', _online));
    }

    // One socket of cores on two dies, with a cache for each die.
    private int[] AddProcessors(int cores, int threads)
    {
        int socket = _cpus * 7;
        List<int> members = [];
        for (int core = 0; core < cores; core++)
        {
            // The first processor cannot be taken offline.
            int[] all = [.. Enumerable.Range(_cpus, threads)];
            int[] online = [.. all.Where(c => c == 0 || _random.Next(6) > 0)];
            foreach (int cpu in all)
            {
                Put($"cpu/cpu{cpu}/online", online.Contains(cpu) ? "1" : "0");
            }

            foreach (int cpu in online)
            {
                Put($"cpu/cpu{cpu}/topology/physical_package_id", socket);
                Put($"cpu/cpu{cpu}/topology/die_id", core / 2);
                Put($"cpu/cpu{cpu}/topology/core_id", core * 3);
                Put($"cpu/cpu{cpu}/topology/thread_siblings_list", string.Join(',', online));
                Put($"cpu/cpu{cpu}/topology/thread_siblings", Mask(online));
            }

            AddCaches(online);
            members.AddRange(online);
            _cpus += threads;
        }

        _online.AddRange(members);
        return [.. members];
    }

    private void AddCaches(int[] cpus)
    {
        int index = 0;
        foreach ((int level, string type) in new[] { (1, "Data"), (1, "Instruction"), (2, "Unified"), (3, "Unified"), (4, "Unified") })
        {
            int size = _random.Next(3) == 0 ? _random.Next(1, 5000) : 1024 << _random.Next(11);
            _caches++;
            foreach (int cpu in cpus)
            {
                Put($"cpu/cpu{cpu}/cache/index{index}/level", level);
                Put($"cpu/cpu{cpu}/cache/index{index}/type", type);
                Put($"cpu/cpu{cpu}/cache/index{index}/id", _caches);
                Put($"cpu/cpu{cpu}/cache/index{index}/size", $"{size}K");
                Put($"cpu/cpu{cpu}/cache/index{index}/shared_cpu_list", string.Join(',', cpus));
            }

            index++;
        }
    }

    private void AddNode(int node, int[] cpus, bool hasMemory, int count, int place)
    {
        int memory = hasMemory ? _random.Next(4_000_000, 8_000_000) : 0;
        Put($"node/node{node}/cpulist", string.Join(',', cpus));
        Put($"node/node{node}/cpumap", Mask(cpus));
        Put($"node/node{node}/meminfo", $"Node {node} MemTotal:       {memory} kB\nNode {node} MemFree:        {memory / 2} kB");
        Put($"node/node{node}/distance", string.Join(' ', Enumerable.Range(0, count).Select(i => i == place ? 10 : 11 + _random.Next(50))));
        foreach ((int size, int most) in new[] { (2048, 500), (1_048_576, 2) })
        {
            Put($"node/node{node}/hugepages/hugepages-{size}kB/nr_hugepages", hasMemory ? _random.Next(most) : 0);
            Put($"node/node{node}/hugepages/hugepages-{size}kB/free_hugepages", 0);
        }
    }

    private static string Mask(int[] cpus) => $"{cpus.Aggregate(0, (mask, cpu) => mask | (1 << cpu)):x8}";

    private void Put(string path, object content) => _folder.Write($"sys/devices/system/{path}", $"{content}\n");
}
