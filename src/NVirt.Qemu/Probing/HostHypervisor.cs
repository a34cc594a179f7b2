using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Qemu.Capabilities;

namespace NVirt.Qemu.Probing;

/// <summary>What this operating system offers to accelerate guests.</summary>
internal static class HostHypervisor
{
    /// <summary>The accelerators that the first session is started with.</summary>
    public static string[] AcceleratorsToTry { get; } =
        OperatingSystem.IsLinux() ? ["kvm", "tcg"] : OperatingSystem.IsMacOS() ? ["hvf", "tcg"] : ["tcg"];

    /// <summary>Whether macOS says that it can run guests of the architecture itself.</summary>
    public static bool HasHvf(CpuArchitecture guest)
    {
        if (!OperatingSystem.IsMacOS() || CpuArchitectures.Host != guest)
        {
            return false;
        }

        int isSupported = 0;
        nuint size = sizeof(int);
        return Libc.GetSystemValue("kern.hv_support", ref isSupported, ref size, 0, 0) == 0 && isSupported != 0;
    }
}
