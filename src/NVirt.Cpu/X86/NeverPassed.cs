using System.Collections.Frozen;

namespace NVirt.Cpu.X86;

/// <summary>Features that are never passed to a hypervisor that takes names (cpu-rules.md 3.4).</summary>
internal static class NeverPassed
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.Ordinal,
        "cmt", "mbm_total", "mbm_local", "osxsave", "ospke", "vmx-ept-uc", "vmx-ept-wb", "vmx-invvpid-single-context");

    /// <summary>Whether a feature, by the map's name, is one of them.</summary>
    public static bool Contains(string feature) => Names.Contains(feature);
}
