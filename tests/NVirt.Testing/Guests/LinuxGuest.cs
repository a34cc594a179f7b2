using NVirt.Qemu.State;

namespace NVirt.Testing.Guests;

/// <summary>
/// A guest with Debian's kernel and an initial file system of ours (linux-init.sh): it reports what Linux sees of its CPU, counts, and
/// ends when its power button is pressed. The file system is made once per run.
/// </summary>
internal static class LinuxGuest
{
    private static readonly Lazy<string> Made = new(MakeFileSystem);

    /// <summary>The line that shows that it has started.</summary>
    public static string UpWord => "up";

    /// <summary>The value for <c>os/kernel</c>.</summary>
    public static string Kernel => LinuxPackages.Kernel;

    /// <summary>The value for <c>os/initrd</c>.</summary>
    public static string Initrd => Made.Value;

    /// <summary>The value for <c>os/cmdline</c>: everything slow and useless here is off.</summary>
    /// <param name="hasLoad">Whether the guest writes to memory all the time.</param>
    public static string CommandLine(bool hasLoad = false) =>
        "console=ttyS0 quiet panic=-1 nokaslr mitigations=off apparmor=0 cryptomgr.notests ipv6.disable=1 init_on_alloc=0"
            + (hasLoad ? " -- load" : string.Empty);

    /// <summary>A domain with it, ACPI for its power button, 256 MiB and no device but a serial port.</summary>
    /// <param name="serial">The serial port, for example <c>&lt;serial type='file'>...</c>.</param>
    /// <param name="cpu">The <c>cpu</c> element, and anything else to go next to it; may be empty.</param>
    /// <param name="machine"><c>pc</c> or <c>q35</c>.</param>
    /// <param name="name">The domain's name.</param>
    /// <param name="hasLoad">Whether the guest writes to memory all the time.</param>
    public static string Domain(string serial, string cpu = "", string machine = "pc", string name = "linux", bool hasLoad = false) =>
        $"""
        <domain type='qemu'>
          <name>{name}</name>
          <memory unit='MiB'>256</memory>
          <vcpu>1</vcpu>
          <os>
            <type arch='x86_64' machine='{machine}'>hvm</type>
            <kernel>{Kernel}</kernel><initrd>{Initrd}</initrd><cmdline>{CommandLine(hasLoad)}</cmdline>
          </os>
          <features><acpi/></features>
          {cpu}
          <devices>{serial}<memballoon model='none'/></devices>
        </domain>
        """;

    /// <summary>What makes its command line that of a guest in a network.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="peer">Whom it asks for an answer until it gets one; then it tells "reached" on its serial port.</param>
    public static string Network(string address, string peer) => $"{CommandLine()} -- net {address} {peer}";

    private static string MakeFileSystem()
    {
        CpioArchive archive = new();
        archive.AddFolder("bin");
        archive.AddFolder("dev");
        archive.AddDevice("dev/console", major: 5, minor: 1);
        archive.AddProgram("bin/busybox", File.ReadAllBytes(LinuxPackages.Busybox));
        foreach (string module in LinuxPackages.AllModules)
        {
            archive.AddProgram(module + ".ko", File.ReadAllBytes(LinuxPackages.Module(module)));
        }

        archive.AddProgram("init", File.ReadAllBytes(Path.Combine(Places.Root, "tests", "NVirt.Testing", "Guests", "linux-init.sh")));
        TempFolder folder = new();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        return folder.Write("initrd", archive.Finish());
    }
}
