using System.Runtime.InteropServices;
using NVirt.Cpu;

namespace NVirt.Qemu.Probing;

/// <summary>The hardware acceleration that this operating system offers.</summary>
internal static partial class HostHypervisor
{
    /// <summary>The accelerators with which the first session is started.</summary>
    public static string[] AcceleratorsToTry { get; } =
        OperatingSystem.IsLinux() ? ["kvm", "tcg"] : OperatingSystem.IsMacOS() ? ["hvf", "tcg"] : ["tcg"];

    /// <summary>Whether macOS reports that it can run guests of the architecture natively.</summary>
    public static bool HasHvf(CpuArchitecture guest)
    {
        if (!OperatingSystem.IsMacOS() || CpuArchitectures.Host != guest)
        {
            return false;
        }

        int isSupported = 0;
        nuint size = sizeof(int);
        return GetSystemValue("kern.hv_support", ref isSupported, ref size, 0, 0) == 0 && isSupported != 0;
    }

    // macOS only.
    [LibraryImport("libc", EntryPoint = "sysctlbyname", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetSystemValue(string name, ref int value, ref nuint size, nint newValue, nuint newSize);
}
