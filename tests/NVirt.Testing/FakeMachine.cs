using System.Buffers.Binary;

namespace NVirt.Testing;

/// <summary>A folder with the files of a machine's <c>/proc</c> and <c>/sys</c>, in the kernel's form.</summary>
internal sealed class FakeMachine : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>A machine with a topology, and a description of its processors.</summary>
    /// <param name="cpuInfo">Which of docs/examples/cpuinfo is its <c>/proc/cpuinfo</c>; without one it has none.</param>
    /// <param name="cores">Cores of one socket, with one thread each; 0 for a machine whose topology cannot be read.</param>
    public FakeMachine(string? cpuInfo = null, int cores = 0)
    {
        if (cpuInfo is not null)
        {
            _folder.Write("proc/cpuinfo", CpuInfo(cpuInfo));
        }

        for (int cpu = 0; cpu < cores; cpu++)
        {
            string topology = $"sys/devices/system/cpu/cpu{cpu}/topology";
            _folder.Write($"{topology}/physical_package_id", "0\n");
            _folder.Write($"{topology}/core_id", $"{cpu}\n");
            _folder.Write($"{topology}/thread_siblings_list", $"{cpu}\n");
        }
    }

    /// <summary>The root of its files.</summary>
    public string Root => _folder.Root;

    /// <summary>One of docs/examples/cpuinfo.</summary>
    public static string CpuInfo(string name) => File.ReadAllText(Path.Combine(Places.Root, "docs", "examples", "cpuinfo", name + ".txt"));

    /// <summary>Gives it another <c>/proc/cpuinfo</c>.</summary>
    public FakeMachine WithCpuInfo(string text)
    {
        _folder.Write("proc/cpuinfo", text);
        return this;
    }

    /// <summary>Gives its first processor a MIDR_EL1, in sysfs's form.</summary>
    public FakeMachine WithMidr(string text)
    {
        _folder.Write("sys/devices/system/cpu/cpu0/regs/identification/midr_el1", text);
        return this;
    }

    /// <summary>
    /// Gives its processes an auxiliary vector of these words, pairs of a type and a value, 64-bit and little endian.
    /// </summary>
    public FakeMachine WithAuxVector(params ReadOnlySpan<ulong> words)
    {
        byte[] bytes = new byte[words.Length * sizeof(ulong)];
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)), words[i]);
        }

        _folder.Write("proc/self/auxv", bytes);
        return this;
    }

    public void Dispose() => _folder.Dispose();
}
