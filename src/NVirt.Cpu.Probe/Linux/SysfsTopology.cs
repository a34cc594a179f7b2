using System.Globalization;
using System.Text;
using NVirt.Xml;

namespace NVirt.Cpu.Probe.Linux;

/// <summary>
/// The topology of a machine from Linux's sysfs, counted like libvirt's node information: sockets are those of one NUMA node, dies and
/// clusters are 1, and a machine whose parts are not all alike (even by a memory-only node) is one socket with one core per
/// processor. Compared with libvirt 9.0 on synthetic trees of up to 24 processors.
/// </summary>
internal static class SysfsTopology
{
    // The longest are lists of processors.
    private const int ReadBytes = 64 * 1024;

    private sealed record Processor(int Socket, int Core, int Threads);

    /// <summary>Reads it.</summary>
    /// <param name="folder"><c>/sys/devices/system</c>.</param>
    /// <param name="failure">Why there is none.</param>
    public static CpuTopology? Read(string folder, out string? failure)
    {
        CpuTopology? topology = null;
        failure = ProbeFiles.Try(() => topology = Read(folder));
        return topology;
    }

    private static CpuTopology Read(string folder)
    {
        string nodes = Path.Combine(folder, "node");
        List<string> parts = Directory.Exists(nodes) ? [.. Numbered(nodes, "node")] : [];
        List<List<Processor?>> perNode = [.. parts.Select(ReadProcessors)];
        return Count(perNode.Exists(p => p.Count > 0) ? perNode : [ReadProcessors(Path.Combine(folder, "cpu"))]);
    }

    // An offline processor has no topology, so it is null.
    private static List<Processor?> ReadProcessors(string folder) => [.. Numbered(folder, "cpu").Select(ReadProcessor)];

    private static CpuTopology Count(List<List<Processor?>> perNode)
    {
        List<List<Processor>> online = [.. perNode.Select(n => n.OfType<Processor>().ToList())];
        int sockets = online.Max(n => n.Select(p => p.Socket).Distinct().Count());
        int cores = online.Max(n => n.GroupBy(p => p.Socket).Select(s => s.Select(p => p.Core).Distinct().Count()).DefaultIfEmpty().Max());
        int threads = online.Max(n => n.Select(p => p.Threads).DefaultIfEmpty().Max());
        int all = perNode.Sum(n => n.Count);
        return perNode.Count * sockets * cores * threads == all
            ? new CpuTopology((uint)sockets, Dies: 1, Clusters: 1, (uint)cores, (uint)threads)
            : new CpuTopology(Sockets: 1, Dies: 1, Clusters: 1, (uint)Math.Max(all, 1), Threads: 1);
    }

    private static Processor? ReadProcessor(string folder)
    {
        string topology = Path.Combine(folder, "topology");
        if (!Directory.Exists(topology))
        {
            return null;
        }

        return new Processor(
            Number(topology, "physical_package_id"), Number(topology, "core_id"), CountList(Read(topology, "thread_siblings_list")));
    }

    private static IEnumerable<string> Numbered(string folder, string prefix) =>
        Directory.EnumerateDirectories(folder, prefix + "*").Where(d => IsNumber(Path.GetFileName(d.AsSpan())[prefix.Length..]));

    private static bool IsNumber(ReadOnlySpan<char> text) => Digits.TryParse(text, out int _);

    private static int Number(string folder, string file) => Number(Read(folder, file));

    private static string Read(string folder, string file) =>
        Encoding.Latin1.GetString(ProbeFiles.Read(Path.Combine(folder, file), ReadBytes).Span);

    private static int Number(ReadOnlySpan<char> text) =>
        int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new IOException(Text.Of(Messages.Probe_NotANumber, text.Trim().ToString()));

    // 0,2-3 is three processors.
    private static int CountList(string list)
    {
        int count = 0;
        foreach (Range part in list.AsSpan().Split(','))
        {
            ReadOnlySpan<char> range = list.AsSpan(part);
            int dash = range.IndexOf('-');
            count += dash < 0 ? 1 : Number(range[(dash + 1)..]) - Number(range[..dash]) + 1;
        }

        return count;
    }
}
