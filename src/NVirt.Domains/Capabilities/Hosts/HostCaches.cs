using System.Collections.Immutable;

namespace NVirt.Domains.Capabilities.Hosts;

/// <summary>Reads the caches that several processors may share. A cache with an incomplete description is left out.</summary>
internal static class HostCaches
{
    /// <summary>libvirt shows caches from this level on.</summary>
    private const int LowestLevel = 3;

    private const string Processors = "sys/devices/system/cpu";

    public static ImmutableArray<HostCacheBank> Read(HostFiles files)
    {
        // Each processor describes the same cache once.
        Dictionary<(int Level, HostCacheType Type, int Id, string Cpus), HostCacheBank> banks = [];
        foreach (int cpu in files.Numbered(Processors, "cpu"))
        {
            string folder = $"{Processors}/cpu{cpu}/cache";
            foreach (int index in files.Numbered(folder, "index"))
            {
                if (ReadBank(files, $"{folder}/index{index}") is { } bank)
                {
                    banks.TryAdd((bank.Level, bank.Type, bank.Id, string.Join(',', bank.Cpus)), bank);
                }
            }
        }

        return [.. banks.Values.OrderBy(b => b.Level).ThenBy(b => b.Id)];
    }

    private static HostCacheBank? ReadBank(HostFiles files, string folder) =>
        files.NumberIn($"{folder}/level") is { } level and >= LowestLevel
        && Type(files.Text($"{folder}/type")) is { } type
        && files.NumberIn($"{folder}/id") is { } id
        && SizeKiB(files.Text($"{folder}/size")) is { } size
        && files.Cpus($"{folder}/shared_cpu_list") is { IsEmpty: false } cpus
            ? new HostCacheBank(id, level, type, size, cpus)
            : null;

    private static HostCacheType? Type(string? text) => text switch
    {
        "Unified" => HostCacheType.Both,
        "Instruction" => HostCacheType.Code,
        "Data" => HostCacheType.Data,
        _ => null,
    };

    // 32768K
    private static ulong? SizeKiB(string? text) => text is [.. var number, 'K'] ? HostFiles.Count(number) : null;
}
