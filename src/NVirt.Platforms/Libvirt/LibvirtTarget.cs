using NVirt.Cpu;
using NVirt.Cpu.Xml;

namespace NVirt.Platforms.Libvirt;

/// <summary>Writes <c>cpu</c>.</summary>
internal static class LibvirtTarget
{
    public static PlatformTarget Target { get; } = new("libvirt", Write);

    private static PlatformOutput Write(PlatformWriteRequest request)
    {
        string xml = CpuXml.Format(WriterRules.Guest(request, "libvirt"));
        return new PlatformOutput("domain", xml.EndsWith('\n') ? xml : xml + "\n");
    }
}
