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

    private static readonly Lazy<string> Ready = new(() => DebianPackages.Keep("linux-2", Download));

    public static string Kernel => InFolder("vmlinuz");

    /// <summary>The kernel that another package depends on, which is kept in a folder of its own.</summary>
    public static string KernelOf(string package) =>
        Path.Combine(DebianPackages.Keep(package, (work, ready) => DownloadKernel(package, work, ready)), "vmlinuz");

    public static string Busybox => InFolder("busybox");

    /// <summary>The names of all modules, each after those that it needs.</summary>
    public static IEnumerable<string> AllModules => Modules.Select(m => m.Name);

    public static string Module(string name) => InFolder(name + ".ko");

    private static string InFolder(string name) => Path.Combine(Ready.Value, name);

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
                DebianPackages.Run(ready, "xz", "-d", Path.GetFileName(file));
            }
        }
    }

    // The kernel's own package has its version in its name, which only a package that depends on it gives.
    private static void Get(string kernel, string[] others, string work, string problem) => DebianPackages.Unpack(work, problem, () =>
        DebianPackages.TryRun(work, out string output, "apt-cache", "depends", kernel)
            && output.Split('\n').Select(l => l.Trim())
                .FirstOrDefault(l => l.StartsWith("Depends: linux-image-", StringComparison.Ordinal)) is { } found
            ? [found["Depends: ".Length..], .. others] : []);

    private static string FindFile(string root, string folder, string pattern) =>
        Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories)
            .Single(f => Path.GetFileName(Path.GetDirectoryName(f)) == folder);
}
