using NVirt.Testing;

namespace NVirt.House.Tests;

/// <summary>The files of the repository, by paths from its root with slashes.</summary>
internal static class Repository
{
    /// <summary>
    /// The files with an extension below a folder, in order; without build output. A missing folder has none.
    /// </summary>
    public static IEnumerable<string> Files(string folder, string form)
    {
        string full = Path.Combine(Places.Root, folder);
        return !Directory.Exists(full) ? [] : Directory.EnumerateFiles(full, form, SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Places.Root, f).Replace('\\', '/'))
            .Where(f => !f.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal);
    }

    public static string Read(string path) => File.ReadAllText(Path.Combine(Places.Root, path));
}
