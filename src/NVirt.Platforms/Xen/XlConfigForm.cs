using NVirt.Cpu;
using NVirt.Xen;
using NVirt.Xml;

namespace NVirt.Platforms.Xen;

/// <summary>xl.cfg: a guest has the host's CPU with changes of single bits (formats.md 11, hypervisor-rules.md 6.2).</summary>
internal static class XlConfigForm
{
    // What belongs to virtual machines of other platforms, too, but not both.
    private static readonly string[] Sizes = ["memory", "maxmem", "vcpus", "maxvcpus"];
    private static readonly string[] Own = ["disk", "vif", "builder", "type", "kernel", "on_crash", "bootloader", "firmware"];

    // A host of both vendors, so that a guest that may be no hypervisor is denied either way of being one.
    private static readonly CpuDefinition AnyHost = CpuDefinition.NewHost(CpuArchitecture.X86_64) with
    {
        Features = new CpuFeatureList([new CpuFeature("svm"), new CpuFeature("vmx")]),
    };

    public static PlatformForm Form { get; } = new("xl-cfg", Recognises, Read);

    private static bool Recognises(PlatformText text) => !text.IsJson && !text.IsXml
        && (text.HasSetting("cpuid") || text.HasSetting("nestedhvm")
            || (Array.Exists(Sizes, text.HasSetting) && Array.Exists(Own, text.HasSetting)));

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        XenConfigSource source = XenConfig.Read(text.All, text.File, () => AnyHost, options.Map);
        return [MaskedGuest.Of(text, options, Form, source.Name, source.Cpu, source.Lost)];
    }
}
