using System.Collections.Frozen;

namespace NVirt.Qemu.Replies;

/// <summary>Names of x86 features that differ between the map and QEMU (cpu-rules.md 3.4).</summary>
internal static class QemuNames
{
    private static readonly FrozenDictionary<string, string> MapToQemu = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["cmp_legacy"] = "cmp-legacy",
        ["ds_cpl"] = "ds-cpl",
        ["fxsr_opt"] = "fxsr-opt",
        ["kvm_pv_eoi"] = "kvm-pv-eoi",
        ["kvm_pv_unhalt"] = "kvm-pv-unhalt",
        ["lahf_lm"] = "lahf-lm",
        ["nodeid_msr"] = "nodeid-msr",
        ["perfctr_core"] = "perfctr-core",
        ["perfctr_nb"] = "perfctr-nb",
        ["tsc_adjust"] = "tsc-adjust",
        ["hv-vendor_id"] = "hv-vendor-id",
        ["hv-emsr_bitmap"] = "hv-emsr-bitmap",
        ["hv-xmm_input"] = "hv-xmm-input",
        ["pclmuldq"] = "pclmulqdq",
        ["vmx-invvpid-single-context-noglobals"] = "vmx-invept-single-context-noglobals",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> QemuToMap =
        MapToQemu.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>The map's name for one of QEMU's; names that are the same are returned unchanged.</summary>
    public static string ToMap(string qemu) => QemuToMap.GetValueOrDefault(qemu, qemu);

    /// <summary>QEMU's name for one of the map's; names that are the same are returned unchanged.</summary>
    public static string ToQemu(string map) => MapToQemu.GetValueOrDefault(map, map);
}
