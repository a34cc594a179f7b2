using System.Runtime.InteropServices;

namespace NVirt.Cpu.Probe.Linux;

/// <summary>What a process of Linux is told of the system and of itself. Safe for use by several threads.</summary>
public static partial class LinuxSystem
{
    private const int MaxFact = 256;

    /// <summary>What tells this start of the machine from all others; <see langword="null"/> if that cannot be seen.</summary>
    public static string? BootId => ProbeFiles.ReadText("/proc/sys/kernel/random/boot_id", MaxFact)?.Trim();

    /// <summary>The number of the user with whose rights this process works.</summary>
    public static uint EffectiveUser => GetUser();

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetUser();
}
