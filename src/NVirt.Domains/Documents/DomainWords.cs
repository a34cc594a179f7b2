using NVirt.Xml;

namespace NVirt.Domains.Documents;

/// <summary>
/// The words and ranges that only domain documents use. A new word is added here, in the order of its enumeration if there is one; a
/// test then looks for it in the schemas.
/// </summary>
internal static class DomainWords
{
    public static string[] Endings { get; } = ["destroy", "restart", "rename-restart", "preserve", "coredump-destroy", "coredump-restart"];

    public static string[] Placements { get; } = ["static", "auto"];

    public static string[] Firmwares { get; } = ["bios", "efi"];

    public static string[] LoaderTypes { get; } = ["rom", "pflash", "none"];

    public static string[] BootDevices { get; } = ["fd", "hd", "cdrom", "network"];

    public static string[] SmbiosModes { get; } = ["none", "emulate", "host", "sysinfo"];

    public static string[] ClockOffsets { get; } = ["utc", "localtime", "variable", "timezone", "absolute"];

    public static string[] ClockBases { get; } = ["utc", "localtime"];

    public static string[] TickPolicies { get; } = ["delay", "merge", "discard", "catchup"];

    public static string[] TimerTracks { get; } = ["boot", "guest", "wall", "realtime"];

    public static string[] TscModes { get; } = ["auto", "native", "emulate", "paravirt", "smpsafe"];

    public static string[] GicVersions { get; } = ["host", "1", "2", "3"];

    public static string[] IoApicDrivers { get; } = ["qemu", "kvm"];

    public static string[] Mitigations { get; } = ["broken", "workaround", "fixed"];

    public static string[] BranchMitigations { get; } = ["broken", "workaround", "fixed-ibs", "fixed-ccd", "fixed-na"];

    public static string[] HyperVModes { get; } = ["custom", "passthrough"];

    /// <summary>The words for whether a network interface has its link: true, then false.</summary>
    public static string[] LinkStates { get; } = ["up", "down"];

    /// <summary>The elements of <c>features</c> that are read.</summary>
    public static string[] Features { get; } =
    [
        "acpi", "pae", "viridian", "privnet", "apic", "hap", "pvspinlock", "pmu", "vmport", "vmcoreinfo", "smm", "gic", "ioapic", "ras",
            "htm",
        "nested-hv", "ccf-assist", "cfpc", "sbbc", "ibs", "hyperv", "kvm",
    ];

    /// <summary>Those that libvirt knows and NVirt keeps without interpreting them.</summary>
    public static string[] KeptFeatures { get; } = ["capabilities", "hpt", "msrs", "xen", "tcg", "async-teardown", "ps2", "aia"];

    public static string[] KvmFeatures { get; } = ["hidden", "hint-dedicated", "poll-control", "pv-ipi", "dirty-ring"];

    public static NumberRange Milliseconds { get; } = new(0, ushort.MaxValue);

    public static NumberRange SpinlockRetries { get; } = NumberRange.UInt(4095);

    /// <summary>The sizes of a dirty ring: powers of two.</summary>
    public static string[] RingSizes { get; } = ["1024", "2048", "4096", "8192", "16384", "32768", "65536"];
}
