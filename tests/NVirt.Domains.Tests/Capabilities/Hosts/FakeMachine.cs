using NVirt.Cpu;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Domains.Tests.Documents;
using NVirt.Testing;

namespace NVirt.Domains.Tests.Capabilities.Hosts;

/// <summary>The files of a machine, in a folder that is removed after the test.</summary>
internal sealed class FakeMachine : IDisposable
{
    private const int PageKiB = 4;

    private readonly TempFolder _folder = new();

    /// <summary>Writes a file, with a line end after its text.</summary>
    public FakeMachine With(string path, string text)
    {
        _folder.Write(path, text + "\n");
        return this;
    }

    /// <summary>A processor that is online.</summary>
    public FakeMachine WithCpu(int cpu, int socket, int core, string siblings)
    {
        string topology = $"sys/devices/system/cpu/cpu{cpu}/topology";
        return With($"{topology}/physical_package_id", $"{socket}")
            .With($"{topology}/die_id", "0")
            .With($"{topology}/core_id", $"{core}")
            .With($"{topology}/thread_siblings_list", siblings);
    }

    /// <summary>A NUMA node without huge pages.</summary>
    public FakeMachine WithNode(int node, string cpus, int memoryKiB, string distances) => WithInNode(node, "cpulist", cpus)
        .WithInNode(node, "distance", distances)
        .WithInNode(node, "meminfo", $"Node {node} MemTotal:      {memoryKiB} kB\nNode {node} MemFree:       1 kB");

    /// <summary>A file of a NUMA node.</summary>
    public FakeMachine WithInNode(int node, string path, string text) => With($"sys/devices/system/node/node{node}/{path}", text);

    /// <summary>A cache as described by one of its processors.</summary>
    public FakeMachine WithCache(int cpu, int index, int level, string type, string size, string cpus, int id)
    {
        string cache = $"sys/devices/system/cpu/cpu{cpu}/cache/index{index}";
        return With($"{cache}/level", $"{level}").With($"{cache}/type", type).With($"{cache}/size", size)
            .With($"{cache}/shared_cpu_list", cpus).With($"{cache}/id", $"{id}");
    }

    /// <summary>The current contents of the folder, read as a machine.</summary>
    public HostCapabilities Read() =>
        MachineReader.Read(new HostFiles(_folder.Root), CpuDefinition.NewHost(CpuArchitecture.X86_64), PageKiB);

    /// <summary>The paths of all files.</summary>
    public IReadOnlyList<string> Files =>
        [.. Directory.EnumerateFiles(_folder.Root, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(_folder.Root, f))
            .Order(StringComparer.Ordinal)];

    /// <summary>The content of a file.</summary>
    public byte[] Bytes(string path) => File.ReadAllBytes(Path.Combine(_folder.Root, path));

    /// <summary>Writes any bytes to a file, or removes it.</summary>
    public void Replace(string path, byte[]? bytes)
    {
        if (bytes is null)
        {
            File.Delete(Path.Combine(_folder.Root, path));
        }
        else
        {
            _folder.Write(path, bytes);
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Two NUMA nodes with two cores of two threads each, huge pages, a cache for each, SMBIOS, and an IOMMU.</summary>
    /// <param name="described">How many of the processors, the first ones, have files of their own.</param>
    public static FakeMachine TwoNodes(int described = 8)
    {
        FakeMachine machine = new FakeMachine()
            .WithNode(0, "0-3", 4_000_000, "10 21")
            .WithNode(1, "4-7", 4_100_000, "21 10")
            .WithInNode(0, "hugepages/hugepages-1048576kB/nr_hugepages", "1")
            .WithInNode(0, "hugepages/hugepages-2048kB/nr_hugepages", "100")
            .WithInNode(1, "hugepages/hugepages-2048kB/nr_hugepages", "0")
            .With("sys/devices/system/node/online", "0-1")
            .With("sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages", "1")
            .With("sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages", "100")
            .With("sys/kernel/iommu_groups/0/type", "DMA")
            .With("sys/class/dmi/id/product_uuid", "4c4c4544-0042-3510-8058-b6c04f4d4732")
            .With("sys/power/state", "freeze mem disk")
            .With("sys/power/disk", "[platform] shutdown reboot suspend test_resume")
            .With("etc/machine-id", "0123456789abcdef0123456789abcdef");
        for (int cpu = 0; cpu < described; cpu++)
        {
            int first = cpu / 2 * 2;
            machine.WithCpu(cpu, socket: cpu / 4, core: cpu % 4 / 2, $"{first}-{first + 1}")
                .With($"sys/devices/system/cpu/cpu{cpu}/topology/cluster_id", $"{first}")
                .WithCache(cpu, 2, level: 2, "Unified", "1024K", $"{first}-{first + 1}", id: cpu / 2)
                .WithCache(cpu, 3, level: 3, "Unified", "16384K", $"{cpu / 4 * 4}-{(cpu / 4 * 4) + 3}", id: cpu / 4);
        }

        return machine;
    }
}
