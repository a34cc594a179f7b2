using NVirt.Cpu;

namespace NVirt.Qemu.Capabilities;

/// <summary>The commands of a probing session, by the steps of hypervisors.md 1.1; the two about CPUs are where their replies are read.</summary>
internal static class QemuCommands
{
    public const string Version = "query-version";
    public const string Target = "query-target";
    public const string Schema = "query-qmp-schema";
    public const string Kvm = "query-kvm";
    public const string Types = "qom-list-types";
    public const string Properties = "qom-list-properties";
    public const string Machines = "query-machines";

    /// <summary>Not asked; its reply's form tells what <c>-smp</c> takes.</summary>
    public const string HotpluggableCpus = "query-hotpluggable-cpus";

    /// <summary>The type of CPU whose properties tell of all, or <see langword="null"/> where none do.</summary>
    public static string? MaximumCpuType(CpuArchitecture arch) => arch switch
    {
        _ when arch.IsX86() => "max-x86_64-cpu",
        _ when QemuArchitectures.IsArm(arch) => "max-arm-cpu",
        _ => null,
    };
}
