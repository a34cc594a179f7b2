using NVirt.Cpu;
using NVirt.VMware;

namespace NVirt.Platforms.VSphere;

/// <summary>A .vmx file: a guest has the host's CPU with masks of registers and of features (hypervisor-rules.md 6.3).</summary>
internal static class VmxForm
{
    private static readonly string[] Registers = [".eax", ".ebx", ".ecx", ".edx", ".amd"];

    public static PlatformForm Form { get; } = new("vmx", Recognises, Read);

    /// <summary>Whether a key is that of a mask; bhyve's keys have no second dot.</summary>
    public static bool IsMask(string key) => key.StartsWith("featMask.vm.cpuid.", StringComparison.OrdinalIgnoreCase)
        || (key.StartsWith("cpuid.", StringComparison.OrdinalIgnoreCase)
            && Array.Exists(Registers, r => key.EndsWith(r, StringComparison.OrdinalIgnoreCase)));

    private static bool Recognises(PlatformText text) => !text.IsJson && !text.IsXml
        && (text.HasSetting("config.version") || text.HasSetting("virtualHW.version") || text.LineStarts.Any(IsMask));

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        VmxSource source = VmxFile.Read(text.All, text.File, host: null, options.Map);
        return [MaskedGuest.Of(text, options, Form, source.Name, source.Cpu, source.Lost)];
    }
}
