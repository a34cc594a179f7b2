using System.IO.Compression;
using System.Text;

namespace NVirt.Packages.Tests;

/// <summary>What holds for every package.</summary>
public sealed class ContentTests
{
    [Fact]
    public void Nothing_for_linux_names_a_folder_of_the_machine_that_built_it()
    {
        string packages = Packages.Native;
        using TempFolder folder = new();
        foreach (string package in Directory.GetFiles(packages, "*.deb"))
        {
            Shell.Do("dpkg-deb", "--raw-extract", package, Path.Combine(folder.Root, Path.GetFileName(package)));
        }

        Shell.Do("tar", "-C", folder.Root, "-xzf", Packages.File1(packages, "*.tar.gz"));
        ZipFile.ExtractToDirectory(Packages.File1(packages, "*.whl"), Path.Combine(folder.Root, "wheel"));
        CheckPaths(folder.Root);
    }

    [Fact]
    public void Nothing_for_dotnet_names_a_folder_of_the_machine_that_built_it()
    {
        using TempFolder folder = new();
        foreach (string package in Directory.GetFiles(Packages.NuGet, "*.*nupkg"))
        {
            ZipFile.ExtractToDirectory(package, Path.Combine(folder.Root, Path.GetFileName(package)));
        }

        CheckPaths(folder.Root);
    }

    [Fact]
    public void The_same_commit_gives_the_same_bytes()
    {
        foreach ((string kind, string first) in new[] { ("native", Packages.Native), ("nuget", Packages.NuGet) })
        {
            string second = Packages.Make(kind, "TZ=Pacific/Kiritimati", "LC_ALL=de_DE.UTF-8");
            string[] sums = [.. new[] { first, second }.Select(f => File.ReadAllText(Path.Combine(f, "SHA256SUMS")))];
            Assert.True(sums[0].Split('\n', StringSplitOptions.RemoveEmptyEntries).Length >= 6, sums[0]);
            Assert.Equal(sums[0], sums[1]);
        }
    }

    // Of this project and of the packages that it uses, in the encodings of native code and of .NET.
    private static void CheckPaths(string folder)
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        byte[][] paths = [.. new[] { Places.Root + "/", Path.Combine(home, ".nuget") }
            .SelectMany(p => new[] { Encoding.UTF8.GetBytes(p), Encoding.Unicode.GetBytes(p) })];
        string[] files = [.. new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(f => f.LinkTarget is null).Select(f => f.FullName)];
        Assert.True(files.Length > 20);
        Assert.All(files, f =>
        {
            byte[] content = Uncompressed(f);
            Assert.All(paths, p => Assert.Equal(-1, content.AsSpan().IndexOf(p)));
        });
    }

    private static byte[] Uncompressed(string file)
    {
        if (!file.EndsWith(".gz", StringComparison.Ordinal))
        {
            return File.ReadAllBytes(file);
        }

        using GZipStream stream = new(File.OpenRead(file), CompressionMode.Decompress);
        using MemoryStream content = new();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
