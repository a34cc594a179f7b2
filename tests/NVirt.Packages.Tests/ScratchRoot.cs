namespace NVirt.Packages.Tests;

/// <summary>A root with a database of packages of its own, in which this machine's libc6 and python3 count as installed.</summary>
internal sealed class ScratchRoot : IDisposable
{
    private readonly TempFolder _folder = new();

    public ScratchRoot()
    {
        string database = Path.Combine(Root, "var/lib/dpkg");
        Directory.CreateDirectory(Path.Combine(database, "info"));
        Directory.CreateDirectory(Path.Combine(database, "updates"));
        File.WriteAllText(Path.Combine(database, "status"), Shell.Do("dpkg-query", "--status", "libc6", "python3"));
        foreach (string name in new[] { $"libc6:{Shell.Do("dpkg", "--print-architecture").Trim()}", "python3" })
        {
            File.WriteAllText(Path.Combine(database, "info", $"{name}.list"), string.Empty);
            File.WriteAllText(Path.Combine(database, "info", $"{name}.md5sums"), string.Empty);
        }
    }

    public string Root => _folder.Root;

    /// <summary>A path inside.</summary>
    public string this[string path] => Path.Combine(Root, path);

    /// <summary>Files, folders and links, without the database.</summary>
    public string[] Entries =>
        [.. Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Root, f))
            .Where(f => !f.StartsWith("var/lib/dpkg/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>Runs dpkg on the root. The scripts of packages run outside it, since it has no shell.</summary>
    public (int Code, string Output, string Error) Dpkg(params string[] arguments) =>
        Shell.Run([], "dpkg", [$"--root={Root}", "--force-script-chrootless", "--log=/dev/null", .. arguments]);

    public void Dispose() => _folder.Dispose();
}
