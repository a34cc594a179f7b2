using System.Text;
using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.X86;

namespace NVirt.Interop;

/// <summary>This machine's CPU as libvirt's embedded driver sees it.</summary>
internal static class EmbeddedHost
{
    public static CpuDefinition Read(Libvirt libvirt)
    {
        string capabilities = libvirt.Ask("embed", "getCapabilities").Get().GetString()!;
        return CpuReader.Read(Encoding.UTF8.GetBytes(capabilities), "capabilities", libvirt.Map)[0].Definition!;
    }

    /// <summary>
    /// Skips a test if processors differ: libvirt and QEMU report the one on which they happen to run, we report what all have.
    /// </summary>
    public static void NeedsProcessorsAlike(Libvirt libvirt)
    {
        bool isHybrid = HostCpu.Read(libvirt.Map).Reading is X86HostReading { Hybrid.IsHybrid: true };
        Needs.Hardware(!isHybrid, "the processors of this machine differ from each other");
    }
}
