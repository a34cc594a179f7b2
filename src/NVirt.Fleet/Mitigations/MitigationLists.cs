using System.Collections.Frozen;
using System.Globalization;

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

    /// <summary>Features that protect, and whether each says that the processor is not affected.</summary>
    public static FrozenDictionary<string, bool> Controls => AllControls.Value;

    /// <summary>Whether one of Intel's models of family 6 has a flaw.</summary>
    public static bool IsAffected(string flaw, uint model, uint stepping) =>
        Array.Exists(AffectedModels.Value[flaw], m => m.Model == model && stepping >= m.Stepping);

    /// <summary>Whether one of Intel's models of family 6 is exempt from a flaw.</summary>
    public static bool IsExempt(string flaw, uint model) => Array.Exists(ExemptModels.Value[flaw], m => m.Model == model);

    /// <summary>Whether a family of AMD or Hygon has a flaw.</summary>
    public static bool IsAffectedFamily(string flaw, string vendor, uint family) =>
        AffectedFamilies.Value.TryGetValue($"{flaw}-{vendor}", out (uint Model, uint Stepping)[]? families)
            && Array.Exists(families, f => f.Model == family);

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
