using NVirt.Cpu;
using NVirt.Qemu.Replies;

namespace NVirt.Qemu.Capabilities;

/// <summary>
/// The commands of a probing session, in the steps of hypervisor-rules.md 1.1; the two about CPUs are where their replies are read.
/// </summary>
internal static class QemuCommands
{
    public const string Version = "query-version";
    public const string Target = "query-target";
    public const string Schema = "query-qmp-schema";
    public const string Kvm = "query-kvm";
    public const string Types = "qom-list-types";
    public const string Properties = "qom-list-properties";
    public const string Machines = "query-machines";

    /// <summary>Not executed; the schema of its reply shows what <c>-smp</c> accepts.</summary>
    public const string HotpluggableCpus = "query-hotpluggable-cpus";

    /// <summary>The commands whose replies are looked up in the schema.</summary>
    public static readonly string[] Described = [QemuReplyInterpreter.ExpansionCommand, HotpluggableCpus];

    /// <summary>The CPU type whose properties stand for all, or <see langword="null"/> if there is none.</summary>
    public static string? MaximumCpuType(CpuArchitecture arch) => arch switch
    {
        _ when arch.IsX86() => "max-x86_64-cpu",
        _ when QemuArchitectures.IsArm(arch) => "max-arm-cpu",
        _ => null,
    };
}
