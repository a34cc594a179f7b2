namespace NVirt.Domains.Capabilities.Hosts;

/// <summary>The kernel's <c>hugepages-2048kB</c> folders, for the machine and for each NUMA node.</summary>
internal static class HugePageFolders
{
    private const string Prefix = "hugepages-";
    private const string Unit = "kB";

    /// <summary>The folders by size, each with its path.</summary>
    public static IEnumerable<(ulong SizeKiB, string Path)> In(HostFiles files, string path) => files.Names(path)
        .Select(name => (SizeKiB: Size(name), Path: $"{path}/{name}"))
        .Where(folder => folder.SizeKiB > 0)
        .OrderBy(folder => folder.SizeKiB);

    private static ulong Size(string name) => name.StartsWith(Prefix, StringComparison.Ordinal)
        && name.EndsWith(Unit, StringComparison.Ordinal)
        ? HostFiles.Count(name[Prefix.Length..^Unit.Length]) ?? 0
        : 0;
}
