using System.Text;

namespace NVirt.Interop;

/// <summary>This machine's CPU as libvirt's embedded driver sees it.</summary>
internal static class EmbeddedHost
{
    public static CpuDefinition Read(Libvirt libvirt)
    {
        string capabilities = libvirt.Ask("embed", "getCapabilities").Get().GetString()!;
        return CpuReader.Read(Encoding.UTF8.GetBytes(capabilities), "capabilities", libvirt.Map)[0].Definition!;
    }
}
