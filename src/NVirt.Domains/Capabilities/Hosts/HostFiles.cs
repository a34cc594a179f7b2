using System.Collections.Immutable;
using NVirt.Cpu.Probe.Linux;
using NVirt.Cpu.Xml;
using NVirt.Xml;

namespace NVirt.Domains.Capabilities.Hosts;

/// <summary>Linux's files about a machine. A file that is missing, unreadable or malformed is <see langword="null"/>.</summary>
/// <param name="root">The folder used as <c>/</c>.</param>
internal sealed class HostFiles(string root)
{
    // The longest are /proc/meminfo and lists of processors.
    private const int ReadBytes = 64 * 1024;

    /// <summary>The file's text, trimmed; anything after 64 KiB is not read.</summary>
    public string? Text(string path) => ProbeFiles.ReadText(Path.Combine(root, path), ReadBytes)?.Trim();

    /// <summary>The file as a non-negative number.</summary>
    public int? NumberIn(string path) => Number(Text(path));

    /// <summary>The text as a non-negative number.</summary>
    public static int? Number(string? text) =>
        Digits.TryParse(text, out int number) ? number : null;

    /// <summary>The text as a number of KiB or another size; one that no memory has is <see langword="null"/>.</summary>
    public static ulong? Count(string? text) =>
        Digits.TryParse(text, out ulong number) && number <= MemorySize.MaxKiB ? number
            : null;

    /// <summary>The file as a list of processors (<c>0-3,8</c>); numbers are limited as in <see cref="CpuSet"/>.</summary>
    public ImmutableArray<int>? Cpus(string path) =>
        Text(path) is { } text && CpuSet.TryParse(text, out ImmutableArray<int> cpus) ? cpus : null;

    /// <summary>The kilobytes after a key in a <c>meminfo</c> file: <c>MemTotal: 1024 kB</c>.</summary>
    public ulong? MemoryKiB(string path, string key)
    {
        foreach (ReadOnlySpan<char> line in (Text(path) ?? string.Empty).AsSpan().EnumerateLines())
        {
            int start = line.IndexOf(key);
            if (start >= 0 && line.EndsWith(" kB"))
            {
                return Count(line[(start + key.Length)..^" kB".Length].Trim().ToString());
            }
        }

        return null;
    }

    /// <summary>Whether there is such a folder.</summary>
    public bool HasFolder(string path) => Directory.Exists(Path.Combine(root, path));

    /// <summary>The names of the entries in a folder, unordered; empty if there is no such folder.</summary>
    public IReadOnlyList<string> Names(string path)
    {
        List<string> names = [];
        _ = ProbeFiles.Try(
            () => names.AddRange(Directory.EnumerateFileSystemEntries(Path.Combine(root, path)).Select(e => Path.GetFileName(e))));
        return names;
    }

    /// <summary>The numbers of the entries <c>prefixN</c> in a folder, ascending.</summary>
    public IReadOnlyList<int> Numbered(string path, string prefix) =>
        [.. Names(path).Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Select(n => Number(n[prefix.Length..])).OfType<int>()
            .Order()];
}
