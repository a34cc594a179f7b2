using System.Globalization;
using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Rpc.Procedures;
using NVirt.Xml;

namespace NVirt.Daemon.Handlers;

/// <summary>What changes on a host, read from the kernel's files when it is asked for.</summary>
internal static class HostReadings
{
    private const int ModelLength = 32;

    // The kernel counts in hundredths of a second for programs, whatever it does inside.
    private const ulong NanosecondsOfTick = 10_000_000;

    // The columns of a line of /proc/stat.
    private const int User = 1;
    private const int Nice = 2;
    private const int System = 3;
    private const int Idle = 4;
    private const int IoWait = 5;
    private const int Irq = 6;
    private const int SoftIrq = 7;

    public static NodeGetInfoResult Node(HostCapabilities host)
    {
        HostProcessor[] processors = [.. host.Cells.SelectMany(c => c.Cpus)];
        int cpus = Math.Max(processors.Length, 1);
        int nodes = Math.Max(host.Cells.Length, 1);
        int sockets = Math.Max(processors.Select(p => p.SocketId ?? 0).Distinct().Count(), 1);
        int threads = Math.Max(processors.Select(p => p.Siblings.Length).DefaultIfEmpty(1).Max(), 1);
        int socketsOfNode = Math.Max(sockets / nodes, 1);
        int cores = Math.Max(cpus / (nodes * socketsOfNode * threads), 1);
        int[] model = new int[ModelLength];
        string arch = host.Cpu.Arch.ToName();
        for (int i = 0; i < Math.Min(arch.Length, ModelLength - 1); i++)
        {
            model[i] = arch[i];
        }

        return new NodeGetInfoResult
        {
            Model = model,
            Memory = Meminfo("MemTotal") ?? 0,
            Cpus = cpus,
            Mhz = Megahertz(),
            Nodes = nodes,
            Sockets = socketsOfNode,
            Cores = cores,
            Threads = threads,
        };
    }

    /// <summary>The memory that is free, in bytes.</summary>
    public static ulong FreeMemory() => (Meminfo("MemFree") ?? 0) * 1024;

    /// <summary>The memory of a NUMA cell that is free, in bytes.</summary>
    public static ulong FreeMemoryOfCell(int cell) =>
        (NumberOf(Lines($"/sys/devices/system/node/node{cell}/meminfo"), "MemFree:") is { } free ? free * 1024 : (ulong?)null)
            ?? FreeMemory();

    /// <summary>How long processors worked, by kind, in nanoseconds.</summary>
    /// <param name="cpu">A processor; -1 for all.</param>
    /// <returns>The times; <see langword="null"/> if there is no such processor.</returns>
    public static IEnumerable<RemoteNodeGetCpuStats>? CpuStatistics(int cpu)
    {
        string name = cpu < 0 ? "cpu" : $"cpu{cpu}";
        string[]? words = Lines("/proc/stat").Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(w => w.Length > SoftIrq && w[0] == name);
        return words is null ? null :
        [
            Time("kernel", System, Irq, SoftIrq),
            Time("user", User, Nice),
            Time("idle", Idle),
            Time("iowait", IoWait),
        ];

        RemoteNodeGetCpuStats Time(string field, params int[] columns) => new()
        {
            Field = field,
            Value = columns.Aggregate(0UL, (sum, c) => sum + Number(words[c])) * NanosecondsOfTick,
        };
    }

    /// <summary>How much memory there is, by use, in KiB.</summary>
    /// <param name="cell">A NUMA cell; -1 for all.</param>
    /// <returns>The sizes; <see langword="null"/> if there is no such cell.</returns>
    public static IEnumerable<RemoteNodeGetMemoryStats>? MemoryStatistics(int cell)
    {
        string[] lines = [.. Lines(cell < 0 ? "/proc/meminfo" : $"/sys/devices/system/node/node{cell}/meminfo")];
        (string Field, string Name)[] names = cell < 0
            ? [("total", "MemTotal:"), ("free", "MemFree:"), ("buffers", "Buffers:"), ("cached", "Cached:")]
            : [("total", "MemTotal:"), ("free", "MemFree:")];
        return lines.Length == 0 ? null : from name in names
                                          let value = NumberOf(lines, name.Name)
                                          where value is not null
                                          select new RemoteNodeGetMemoryStats { Field = name.Field, Value = value.Value };
    }

    /// <summary>How many processors there are, and which of them are at work.</summary>
    public static (int Present, int[] Online) Processors()
    {
        int[] present = Cpus("/sys/devices/system/cpu/present");
        int[] online = Cpus("/sys/devices/system/cpu/online");
        return present.Length > 0 ? (present.Max() + 1, online)
            : (Environment.ProcessorCount, [.. Enumerable.Range(0, Environment.ProcessorCount)]);
    }

    /// <summary>How many pages of a size are free in a NUMA cell; <see langword="null"/> if there are none of that size.</summary>
    public static ulong? FreePages(int cell, uint sizeKiB) => cell > 0 && !Directory.Exists($"/sys/devices/system/node/node{cell}") ? null
        : sizeKiB == Environment.SystemPageSize / 1024
        ? FreeMemoryOfCell(cell) / 1024 / sizeKiB
        : Lines($"/sys/devices/system/node/node{cell}/hugepages/hugepages-{sizeKiB}kB/free_hugepages").Select(l => (ulong?)Number(l.Trim()))
            .FirstOrDefault();

    private static int[] Cpus(string path) =>
        CpuSet.TryParse(string.Concat(Lines(path)).Trim(), out global::System.Collections.Immutable.ImmutableArray<int> cpus) ? [.. cpus]
            : [];

    private static int Megahertz() => (int)Lines("/proc/cpuinfo").Where(l => l.StartsWith("cpu MHz", StringComparison.Ordinal))
        .Select(l => double.TryParse(l.Split(':')[^1], CultureInfo.InvariantCulture, out double mhz) ? mhz : 0).FirstOrDefault();

    private static ulong? Meminfo(string name) => NumberOf(Lines("/proc/meminfo"), $"{name}:");

    // A line ends with a number of KiB; of a NUMA cell, its number stands in front.
    private static ulong? NumberOf(IEnumerable<string> lines, string name) => lines
        .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(w => w.Length >= 3 && w[^3] == name).Select(w => (ulong?)Number(w[^2])).FirstOrDefault();

    private static ulong Number(string word) =>
        Digits.TryParse(word, out ulong number) ? number : 0;

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
