using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using NVirt.Platforms.Facts;

namespace NVirt.Platforms.Qemu;

/// <summary>QEMU's names of features of x86. Safe for use by several threads.</summary>
internal static class QemuWords
{
    private static readonly Lazy<FrozenDictionary<string, string>> ByFeature = new(() =>
        PlatformFacts.QemuFeatures.Rows.Where(r => r[1] != "-").ToFrozenDictionary(r => r[1], r => r[0], StringComparer.Ordinal));

    /// <summary>
    /// QEMU's own name for a name or an alias, with hyphens, and the map's name; an underscore means a hyphen, and a dot does not.
    /// </summary>
    /// <param name="space">The features of the map: QEMU versions newer than the table have them under their own names.</param>
    /// <param name="name">The name as it stands in a command line.</param>
    /// <param name="canonical">QEMU's name.</param>
    /// <param name="feature">The map's name; <see langword="null"/> for what only QEMU has.</param>
    /// <returns>Whether QEMU knows it.</returns>
    public static bool TryFind(FeatureSpace space, string name, [NotNullWhen(true)] out string? canonical, out string? feature)
    {
        canonical = name.Replace('_', '-');
        canonical = PlatformFacts.QemuAliases.Find(canonical)?[1] ?? canonical;
        feature = null;
        if (PlatformFacts.QemuFeatures.Find(canonical) is { } row)
        {
            feature = row[1] == "-" ? null : row[1];
            return true;
        }

        if (space.Find(canonical) >= 0)
        {
            feature = canonical;
            return true;
        }

        canonical = null;
        return false;
    }

    /// <summary>QEMU's name of a feature; <see langword="null"/> if no QEMU that was looked at has one.</summary>
    public static string? Find(string feature) => ByFeature.Value.GetValueOrDefault(feature);
}
