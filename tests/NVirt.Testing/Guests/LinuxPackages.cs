using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace NVirt.Testing.Guests;

/// <summary>
/// Debian's kernel for virtual machines, some of its modules, and busybox. They are downloaded and unpacked once, not installed, and kept
/// in <c>nvirt-tests/linux-2</c> of the user's cache folder.
/// </summary>
internal static class LinuxPackages
{
    private const string AnyKernel = "linux-image-cloud-amd64";

    private static readonly (string Folder, string Name)[] Modules =
    [
        ("acpi", "button"), ("input", "evdev"), ("virtio", "virtio_ring"), ("virtio", "virtio"), ("virtio", "virtio_pci_legacy_dev"),
        ("virtio", "virtio_pci_modern_dev"), ("virtio", "virtio_pci"), ("core", "failover"), ("net", "net_failover"), ("net", "virtio_net"),
    ];

    private static readonly Lazy<string> Ready = new(() => Find("linux-2", Download));

    public static string Kernel => InFolder("vmlinuz");

    /// <summary>The kernel that another package depends on, which is kept in a folder of its own.</summary>
    public static string KernelOf(string package) =>
        Path.Combine(Find(package, (work, ready) => DownloadKernel(package, work, ready)), "vmlinuz");

    public static string Busybox => InFolder("busybox");

    /// <summary>The names of all modules, each after those that it needs.</summary>
    public static IEnumerable<string> AllModules => Modules.Select(m => m.Name);

    public static string Module(string name) => InFolder(name + ".ko");

    private static string InFolder(string name) => Path.Combine(Ready.Value, name);

    private static string Find(string name, Action<string, string> download)
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
                download(Directory.CreateDirectory(work).FullName, Path.Combine(work, "ready"));
                Place(Path.Combine(work, "ready"), folder);
            }
            finally
            {
                Directory.Delete(work, recursive: true);
            }
        }

        return folder;
    }

    private static void DownloadKernel(string package, string work, string ready)
    {
        Get(package, [], work, $"a kernel cannot be downloaded (Debian package {package})");
        Directory.CreateDirectory(ready);
        File.Copy(FindFile(Path.Combine(work, "unpacked"), "boot", "vmlinuz-*"), Path.Combine(ready, "vmlinuz"));
    }

    private static void Download(string work, string ready)
    {
        Get(
            AnyKernel, ["busybox-static"], work,
            $"the Linux guest's kernel and busybox cannot be downloaded (Debian packages {AnyKernel} and busybox-static)");
        Directory.CreateDirectory(ready);
        string unpacked = Path.Combine(work, "unpacked");
        File.Copy(FindFile(unpacked, "boot", "vmlinuz-*"), Path.Combine(ready, "vmlinuz"));
        File.Copy(FindFile(unpacked, "bin", "busybox"), Path.Combine(ready, "busybox"));
        foreach (string file in Modules.Select(m => FindFile(unpacked, m.Folder, m.Name + ".ko*")))
        {
            File.Copy(file, Path.Combine(ready, Path.GetFileName(file)));
            if (file.EndsWith(".xz", StringComparison.Ordinal))
            {
                Run(ready, "xz", "-d", Path.GetFileName(file));
            }
        }
    }

    // Downloads and unpacks what a package for kernels depends on, and others.
    private static void Get(string kernel, string[] others, string work, string problem)
    {
        // Outdated package lists name files that no longer exist.
        if (!TryDownload(kernel, others, work, out string complaint)
            && !(Environment.IsPrivilegedProcess && TryRun(work, out _, "apt-get", "update", "-qq")
                && TryDownload(kernel, others, work, out complaint)))
        {
            Needs.Package(isThere: false, $"{problem}: {complaint}");
        }

        foreach (string package in Directory.GetFiles(work, "*.deb"))
        {
            Run(work, "dpkg-deb", "-x", package, "unpacked");
        }
    }

    private static string FindFile(string root, string folder, string pattern) =>
        Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories)
            .Single(f => Path.GetFileName(Path.GetDirectoryName(f)) == folder);

    // The kernel's own package has its version in its name, which only a package that depends on it gives.
    private static bool TryDownload(string package, string[] others, string work, out string output)
    {
        if (!TryRun(work, out output, "apt-cache", "depends", package))
        {
            return false;
        }

        string? kernel = output.Split('\n').Select(l => l.Trim())
            .FirstOrDefault(l => l.StartsWith("Depends: linux-image-", StringComparison.Ordinal));
        return kernel is not null && TryRun(
            work, out output, ["apt-get", "download", "-qq", kernel["Depends: ".Length..], .. others]);
    }

    private static void Run(string folder, params string[] words) =>
        Assert.True(TryRun(folder, out string output, words), output);

    // Both of its outputs are short.
    private static bool TryRun(string folder, out string output, params string[] words)
    {
        ProcessStartInfo start = new(words[0], words[1..])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput =
            true,
            RedirectStandardError = true
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
