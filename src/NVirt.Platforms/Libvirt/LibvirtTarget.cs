using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Xml;

namespace NVirt.Platforms.Libvirt;

/// <summary>Writes <c>cpu</c>.</summary>
internal static class LibvirtTarget
{
    private const string Platform = "libvirt";

    public static PlatformTarget Target { get; } = new(Platform, Write);

    private static PlatformOutput Write(PlatformWriteRequest request)
    {
        CpuDefinition cpu = WriterRules.Guest(request, Platform);
        if (cpu is { Type: CpuType.Guest, Model: null, Mode: null or CpuMode.Custom })
        {
            // A definition without a model is empty: the guest would get the hypervisor's default.
            throw WriterRules.Refuse(CpuRule.ModelRequired, null, Text.Of(Messages.Write_NoModel, Platform));
        }

        string xml = CpuXml.Format(cpu);
        return new PlatformOutput("domain", xml.EndsWith('\n') ? xml : xml + "\n");
    }
}
