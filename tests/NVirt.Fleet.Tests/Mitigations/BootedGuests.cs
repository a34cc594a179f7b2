using System.Diagnostics;
using System.Text;
using NVirt.Testing.Guests;

namespace NVirt.Fleet.Tests.Mitigations;

/// <summary>Boots Debian's kernels with processors of our choice, and reads what they say of flaws.</summary>
internal static class BootedGuests
{
    private const string Announcement = "kernel ";

    // A boot takes 3 seconds; this is for machines that do much else.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static readonly Lazy<string> FileSystem = new(MakeFileSystem);

    /// <summary>All guests.</summary>
    public static IReadOnlyList<BootedGuest> All { get; } =
    [
        new("Skylake, bare", "Intel", 6, 0x55, 4),
        new("Skylake, protected, with threads", "Intel", 6, 0x55, 4, "md-clear spec-ctrl stibp ssbd", Threads: 2),
        new("Kaby Lake", "Intel", 6, 0x8e, 9, "md-clear spec-ctrl ssbd rdrand"),
        new("Haswell server", "Intel", 6, 0x3f, 2, "md-clear rdrand"),
        new("Haswell client", "Intel", 6, 0x3c, 3, "rdrand spec-ctrl"),
        new("Broadwell with VMX", "Intel", 6, 0x4f, 1, "vmx md-clear"),
        new("Ice Lake client", "Intel", 6, 0x7e, 5, "md-clear rdrand"),
        new("Alder Lake", "Intel", 6, 0x97, 2, "spec-ctrl stibp ssbd md-clear"),
        new("Raptor Lake with an empty MSR 10AH", "Intel", 6, 0xb7, 1, "arch-capabilities spec-ctrl"),
        new("Goldmont", "Intel", 6, 0x5c, 9, "rdrand"),
        new("Silvermont", "Intel", 6, 0x37, 8),
        new("Bonnell", "Intel", 6, 0x1c, 2),
        new("Rome, protected, with threads", "AMD", 0x17, 0x31, 0, "ibpb amd-stibp amd-ssbd", Threads: 2),
        new("Rome, bare, with threads", "AMD", 0x17, 0x31, 0, Threads: 2),
        new("Rome without threads", "AMD", 0x17, 0x31, 0, "ibpb"),
        new("Milan", "AMD", 0x19, 1, 1, "ibpb virt-ssbd"),
        new("Milan with IBRS and threads", "AMD", 0x19, 1, 1, "ibpb ibrs amd-stibp amd-ssbd", Threads: 2),
        new("Milan that orders stores", "AMD", 0x19, 1, 1, "amd-no-ssb"),
        new("Turin", "AMD", 0x1a, 2, 1, "ibpb"),
        new("Bulldozer", "AMD", 0x15, 2, 0, "ibpb"),
        new("K8, as qemu64", "AMD", 0xf, 107, 1),
        new("Dhyana", "Hygon", 0x18, 0, 1, "ibpb"),
        new("Zhaoxin", "Zhaoxin CentaurHauls", 7, 0x3b, 0),
    ];

    /// <summary>Boots a guest.</summary>
    /// <returns>The kernel's release, and the text of each file.</returns>
    public static async Task<(string Release, IReadOnlyDictionary<string, string> Files)> BootAsync(
        string kernel, BootedGuest guest, CancellationToken cancellation)
    {
        ProcessStartInfo start = new(
            "qemu-system-x86_64",
            [
                "-nodefaults", "-display", "none", "-no-reboot", "-machine", "pc,accel=tcg", "-m", "256",
                "-smp", $"{guest.Threads},threads={guest.Threads}", "-cpu", guest.Cpu, "-kernel", kernel, "-initrd", FileSystem.Value,
                // On a machine with much to do, the kernel would miss its timer when it tries it.
                "-append", "console=ttyS0 quiet panic=-1 no_timer_check nokaslr apparmor=0 cryptomgr.notests ipv6.disable=1",
                "-serial", "stdio",
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using Process qemu = Process.Start(start)!;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        Task<string> output = qemu.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> errors = qemu.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await qemu.WaitForExitAsync(limit.Token);
            string[] lines = (await output).Split('\n', StringSplitOptions.TrimEntries);
            string? release = lines.FirstOrDefault(l => l.StartsWith(Announcement, StringComparison.Ordinal));
            Assert.True(release is not null, $"{guest.Name}: {await output}{await errors}");
            return (release[Announcement.Length..], lines.Where(l => l.StartsWith('@')).Select(l => l[1..].Split('=', 2))
                .ToDictionary(f => f[0], f => f[1], StringComparer.Ordinal));
        }
        finally
        {
            if (!qemu.HasExited)
            {
                qemu.Kill();
            }
        }
    }

    private static string MakeFileSystem()
    {
        const string Init = """
            #!/bin/busybox sh
            busybox mkdir /sys
            busybox mount -t sysfs sys /sys
            exec </dev/console >/dev/console 2>&1
            echo "kernel $(busybox uname -r)"
            for file in /sys/devices/system/cpu/vulnerabilities/*; do
                read -r text <"$file"
                echo "@${file##*/}=$text"
            done
            busybox poweroff -f

            """;
        CpioArchive archive = new();
        archive.AddFolder("bin");
        archive.AddFolder("dev");
        archive.AddDevice("dev/console", major: 5, minor: 1);
        archive.AddProgram("bin/busybox", File.ReadAllBytes(LinuxPackages.Busybox));
        archive.AddProgram("init", Encoding.ASCII.GetBytes(Init.ReplaceLineEndings("\n")));
        TempFolder folder = new();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        return folder.Write("initrd", archive.Finish());
    }
}
