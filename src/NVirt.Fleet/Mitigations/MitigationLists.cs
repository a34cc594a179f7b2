using System.Collections.Frozen;
using System.Globalization;
using NVirt.Cpu;

namespace NVirt.Fleet.Mitigations;

/// <summary>The lists of data/mitigations. Safe for use by several threads.</summary>
internal static class MitigationLists
{
    private static readonly Lazy<FrozenDictionary<string, (uint Model, uint Stepping)[]>> AffectedModels = new(() => Models(
        CompiledMitigations.Affected()));
    private static readonly Lazy<FrozenDictionary<string, (uint Model, uint Stepping)[]>> ExemptModels = new(() => Models(
        CompiledMitigations.Exempt()));
    private static readonly Lazy<FrozenDictionary<string, (uint Model, uint Stepping)[]>> AffectedFamilies = new(() => Models(
        CompiledMitigations.Families()));

    private static readonly Lazy<FrozenDictionary<string, bool>> AllControls = new(() => CompiledMitigations.Controls()
        .ToFrozenDictionary(r => r[0], r => r.Length > 1, StringComparer.Ordinal));

    private static readonly Lazy<FrozenDictionary<string, FrozenSet<string>>> BootedFeatures = new(() => CompiledMitigations.Booted()
        .ToFrozenDictionary(r => r[0], r => r[1..].ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal));

    private static readonly Lazy<FrozenDictionary<string, CpuSignature>> QemuSignatures = new(() => CompiledMitigations.Signatures()
        .ToFrozenDictionary(r => r[0], r => new CpuSignature(Number(r[1]), Number(r[2]), Number(r[3])), StringComparer.Ordinal));

    /// <summary>Features that protect, and whether each says that the processor is not affected.</summary>
    public static FrozenDictionary<string, bool> Controls => AllControls.Value;

    /// <summary>Whether one of Intel's models of family 6 has a flaw.</summary>
    public static bool IsAffected(string flaw, uint model, uint stepping) =>
        Array.Exists(AffectedModels.Value[flaw], m => m.Model == model && stepping >= m.Stepping);

    /// <summary>Whether one of Intel's models of family 6 is exempt from a flaw.</summary>
    public static bool IsExempt(string flaw, uint model) => Array.Exists(ExemptModels.Value[flaw], m => m.Model == model);

    /// <summary>Whether a family of AMD or Hygon has a flaw, as a line of kernels lists them.</summary>
    public static bool IsAffectedFamily(string flaw, string vendor, uint family, Version kernel) =>
        (AffectedFamilies.Value.TryGetValue($"{flaw}-{vendor}@{kernel.ToString(2)}", out (uint Model, uint Stepping)[]? families)
            || AffectedFamilies.Value.TryGetValue($"{flaw}-{vendor}", out families)) && Array.Exists(families, f => f.Model == family);

    /// <summary>Whether a test boots a line of kernels in guests with a feature.</summary>
    public static bool IsBooted(Version kernel, string feature) =>
        BootedFeatures.Value.TryGetValue(kernel.ToString(2), out FrozenSet<string>? features) && features.Contains(feature);

    /// <summary>The features with which a test boots a line of kernels.</summary>
    public static IReadOnlySet<string> Booted(Version kernel) => BootedFeatures.Value[kernel.ToString(2)];

    /// <summary>What QEMU shows a guest with a model; <see langword="null"/> if it was not asked.</summary>
    public static CpuSignature? QemuSignature(string model) =>
        QemuSignatures.Value.TryGetValue(model, out CpuSignature found) ? found : null;

    private static uint Number(string word) => uint.Parse(word, CultureInfo.InvariantCulture);

    private static FrozenDictionary<string, (uint Model, uint Stepping)[]> Models(string[][] rows) => rows.ToFrozenDictionary(
        r => r[0], r => Array.ConvertAll(r[1..], Model), StringComparer.Ordinal);

    // 9e, or a6+1 from a stepping on.
    private static (uint Model, uint Stepping) Model(string word)
    {
        string[] parts = word.Split('+');
        return (uint.Parse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
            parts.Length > 1 ? uint.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
    }
}
