using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Cpu.X86;
using NVirt.Cpu.Xml;

namespace NVirt.Qemu.Cache;

/// <summary>
/// What a binary's answers depend on (hypervisors.md 1.1): as long as none of it changes, it is not asked again. A test puts files of its
/// own here.
/// </summary>
internal sealed class CacheFacts
{
    /// <summary>Folders with QEMU's modules; those that are not there do no harm.</summary>
    public string[] ModuleFolders { get; init; } =
    [
        .. Environment.GetEnvironmentVariable("QEMU_MODULE_DIR") is { Length: > 0 } folder ? [folder] : (string[])[],
        "/usr/lib/qemu", "/usr/lib64/qemu", "/usr/local/lib/qemu", "/usr/lib/x86_64-linux-gnu/qemu", "/usr/lib/aarch64-linux-gnu/qemu",
    ];

    public string CpuInfo { get; init; } = "/proc/cpuinfo";

    public string[] Kernel { get; init; } = ["/proc/sys/kernel/osrelease", "/proc/sys/kernel/version"];

    public string Kvm { get; init; } = "/dev/kvm";

    /// <summary>KVM's parameters that say whether guests may have guests.</summary>
    public string[] Nesting { get; init; } =
    [
        "/sys/module/kvm_intel/parameters/nested", "/sys/module/kvm_amd/parameters/nested", "/sys/module/kvm/parameters/nested",
        "/sys/module/kvm_hv/parameters/nested",
    ];

    /// <summary>All facts in one line.</summary>
    public string Describe(string binary)
    {
        using DeviceFile device = new(Kvm, FileAccess.ReadWrite);
        bool isKvmUsable = device.Open() is not null;
        X86CpuData? cpuid = KvmCpuid.Read(device);
        return new JsonObject
        {
            ["nvirt"] = typeof(CacheFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
            ["binary"] = binary,
            ["changed"] = FileStatus.ChangeOf(binary),
            ["modules"] = string.Join(' ', ModuleFolders.Select(FileStatus.ChangeOf).OfType<string>()),
            ["signature"] = Signature(),
            ["microcode"] = Cpu.Probe.CpuInfo.Parse(ProbeFiles.ReadText(CpuInfo, Cpu.Probe.CpuInfo.ReadBytes)).Microcode,
            ["kernel"] = Contents(Kernel),
            ["cpuid"] = cpuid is null ? null : Hash(CpuDataXml.Format(cpuid)),
            ["kvm"] = isKvmUsable,
            ["nesting"] = Contents(Nesting),
        }.ToJsonString();
    }

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string? Signature() => CpuArchitectures.Host.IsX86() ? Text.Of("{0:x}", LiveCpuid.Open().Read(1, 0).Eax) : null;

    private static string Contents(string[] files) =>
        string.Join(' ', files.Select(f => ProbeFiles.ReadText(f, 1024)).OfType<string>().Select(t => t.Trim()));
}
