using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace NVirt.Testing;

/// <summary>
/// Debian's packages that are downloaded and unpacked, not installed: each set once, in a folder of <c>nvirt-tests</c> in the user's cache
/// folder.
/// </summary>
internal static class DebianPackages
{
    /// <summary>A folder with the files of some packages.</summary>
    public static string Unpacked(string name, params string[] packages) => Keep(name, (work, ready) =>
    {
        Unpack(work, $"packages of Debian cannot be downloaded ({string.Join(", ", packages)})", () => packages);
        Directory.Move(Path.Combine(work, "unpacked"), ready);
    });

    /// <summary>A folder that is made once.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="make">Makes it: in a folder to work in, and under a path in that.</param>
    public static string Keep(string name, Action<string, string> make)
    {
        string? given = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        string caches = Path.IsPathFullyQualified(given ?? string.Empty)
            ? given!
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        string folder = Path.Combine(caches, "nvirt-tests", name);
        if (!Directory.Exists(folder))
        {
            string parent = Path.GetDirectoryName(folder)!;
            Directory.CreateDirectory(parent);
            string work = Path.Combine(parent, Path.GetRandomFileName());
            try
            {
                make(Directory.CreateDirectory(work).FullName, Path.Combine(work, "ready"));
                Place(Path.Combine(work, "ready"), folder);
            }
            finally
            {
                Directory.Delete(work, recursive: true);
            }
        }

        return folder;
    }

    /// <summary>Downloads packages, and unpacks them into <c>unpacked</c>.</summary>
    /// <param name="work">The folder to work in.</param>
    /// <param name="problem">What to say if that does not work.</param>
    /// <param name="packages">Their names; none if they are not known.</param>
    public static void Unpack(string work, string problem, Func<string[]> packages)
    {
        // Outdated package lists name files that no longer exist.
        if (!TryDownload(packages(), work, out string complaint)
            && !(Environment.IsPrivilegedProcess && TryRun(work, out _, "apt-get", "update", "-qq")
                && TryDownload(packages(), work, out complaint)))
        {
            Needs.Package(isThere: false, $"{problem}: {complaint}");
        }

        foreach (string package in Directory.GetFiles(work, "*.deb"))
        {
            Run(work, "dpkg-deb", "-x", package, "unpacked");
        }
    }

    /// <summary>Runs a program that must succeed.</summary>
    public static void Run(string folder, params string[] words) => Assert.True(TryRun(folder, out string output, words), output);

    /// <summary>Runs a program, both of whose outputs are short.</summary>
    public static bool TryRun(string folder, out string output, params string[] words)
    {
        ProcessStartInfo start = new(words[0], words[1..])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            output = process.StandardOutput.ReadToEnd();
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            output = process.ExitCode == 0 ? output : errors;
            return process.ExitCode == 0;
        }
        catch (Win32Exception e)
        {
            output = $"{words[0]}: {e.Message}";
            return false;
        }
    }

    private static bool TryDownload(string[] packages, string work, out string output)
    {
        output = "unknown to apt";
        return packages.Length > 0 && TryRun(work, out output, ["apt-get", "download", "-qq", .. packages]);
    }

    private static void Place(string ready, string folder)
    {
        try
        {
            Directory.Move(ready, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another process was faster.
        }
    }
}
