using NVirt.Cpu.Map;

namespace NVirt.Cpu.X86;

/// <summary>
/// How KVM guests differ from their processor: features that KVM, or QEMU with it, provides whatever the processor has, and features that
/// it never provides (Linux 6.12, kvm_set_cpu_caps; QEMU's x86 accelerator).
/// </summary>
internal static class KvmWithheld
{
    // Emulated, or provided by user space.
    private static readonly string[] Added = ["hypervisor", "x2apic", "tsc-deadline", "tsc_adjust", "arat", "arch-capabilities"];

    // Vendors use different bits for the same thing, and KVM offers one for the other.
    private static readonly (string Feature, string[] Needs)[] Converted =
    [
        ("spec-ctrl", ["ibpb", "ibrs"]),
        ("stibp", ["amd-stibp"]),
        ("ssbd", ["amd-ssbd"]),
        ("amd-stibp", ["stibp"]),
        ("amd-ssbd", ["ssbd"]),
    ];

    private static readonly string[] WithheldNames =
    [
        "dtes64", "monitor", "ds_cpl", "smx", "est", "tm2", "cid", "xtpr", "pdcm", "dca", "osxsave",
        "pn", "ds", "acpi", "tm", "ia64", "pbe", "intel-pt", "mpx", "cmt", "mbm_total", "mbm_local", "btc-no",
    ];

    /// <summary>What guests can have although the processor lacks it.</summary>
    /// <param name="map">The map.</param>
    /// <param name="offered">What the processor has.</param>
    public static FeatureSet GivenBeside(X86Map map, in FeatureSet offered)
    {
        FeatureSet given = map.SetOf(Added);
        foreach ((string feature, string[] needs) in Converted)
        {
            if (offered.Covers(map.SetOf(needs)))
            {
                given |= map.SetOf([feature]);
            }
        }

        return given - offered;
    }

    /// <summary>What guests never have.</summary>
    public static FeatureSet Withheld(X86Map map) => map.SetOf(WithheldNames);
}
