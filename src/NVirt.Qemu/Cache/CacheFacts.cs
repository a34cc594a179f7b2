using System.IO.Hashing;
using System.Reflection;
using System.Text;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.Linux;
using NVirt.Cpu.Xml;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Cache;

/// <summary>
/// What a binary's answers depend on (hypervisor-rules.md 1.1): as long as none of it changes, the binary is not queried again. Tests use
/// files of their own.
/// </summary>
internal sealed class CacheFacts
{
    // Looking for an attribute takes longer than all the rest.
    private static readonly Lazy<string?> Version = new(
        () => typeof(CacheFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);

    private HostFacts? _host;

    /// <summary>Folders with QEMU's modules; missing ones are ignored.</summary>
    public string[] ModuleFolders { get; init; } =
    [
        .. Environment.GetEnvironmentVariable("QEMU_MODULE_DIR") is { Length: > 0 } folder ? [folder] : (string[])[],
        "/usr/lib/qemu", "/usr/lib64/qemu", "/usr/local/lib/qemu", "/usr/lib/x86_64-linux-gnu/qemu", "/usr/lib/aarch64-linux-gnu/qemu",
    ];

    public string CpuInfo { get; init; } = "/proc/cpuinfo";

    public string[] Kernel { get; init; } = ["/proc/sys/kernel/osrelease", "/proc/sys/kernel/version"];

    public string Kvm { get; init; } = "/dev/kvm";

    /// <summary>KVM's parameters for nested virtualization.</summary>
    public string[] Nesting { get; init; } =
    [
        "/sys/module/kvm_intel/parameters/nested", "/sys/module/kvm_amd/parameters/nested", "/sys/module/kvm/parameters/nested",
        "/sys/module/kvm_hv/parameters/nested",
    ];

    /// <summary>
    /// For how long it is not asked again what the host is, which changes with a module or the microcode and takes longer than the rest.
    /// </summary>
    public TimeSpan HostPatience { get; init; }

    /// <summary>All facts in one line.</summary>
    public string Describe(string binary)
    {
        HostFacts host = Host();

        // Not as JSON, of which the first line in a process takes a third as long as finding the facts.
        return Text.OnOneLine(Text.Of(
            "nvirt {0}; form {1}; binary {2}; changed {3}; modules {4}; signature {5}; microcode {6}; kernel {7}; cpuid {8}; kvm {9}; "
                + "nesting {10}",
            Version.Value, CachedRecordingWriter.Form, binary, FileStatus.ChangeOf(binary),
            string.Join(' ', ModuleFolders.Select(FileStatus.ChangeOf).OfType<string>()), host.Signature, host.Microcode, host.Kernel,
            host.Cpuid, host.IsKvmUsable, host.Nesting));
    }

    // Nobody gains by making two texts alike, and a cryptographic library takes milliseconds to load.
    public static string Hash(string text) => Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(text)));

    private HostFacts Host()
    {
        long now = Environment.TickCount64;
        if (_host is { } known && now - known.At < HostPatience.TotalMilliseconds)
        {
            return known;
        }

        HostFingerprint host = HostFingerprint.Read(Kvm, CpuInfo);
        return _host = new HostFacts(
            now,
            host.Signature is { } signature ? Text.Of("{0:x}", signature) : null,
            host.Microcode,
            Contents(Kernel),
            host.KvmCpuid is { } cpuid ? Hash(CpuDataXml.Format(cpuid)) : null,
            host.IsKvmUsable,
            Contents(Nesting));
    }

    private static string Contents(string[] files) =>
        string.Join(' ', files.Select(f => ProbeFiles.ReadText(f, 1024)).OfType<string>().Select(t => t.Trim()));

    private sealed record HostFacts(
        long At, string? Signature, uint Microcode, string Kernel, string? Cpuid, bool IsKvmUsable, string Nesting);
}
