using System.Collections.Immutable;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;
using NVirt.Xml;

namespace NVirt.Cpu;

/// <summary>Finds out what was meant by an unknown name: all such suggestions are made here.</summary>
internal static class NameHints
{
    // The most names that are suggested, and the most characters of a name that are considered.
    private const int MostNames = 5;
    private const int LongestName = 64;

    // One architecture of each part of the map.
    private static readonly CpuArchitecture[] Mapped = [CpuArchitecture.X86_64, CpuArchitecture.Ppc64, CpuArchitecture.Aarch64];

    /// <summary>What was possibly meant by a feature; <see langword="null"/> if nothing is similar.</summary>
    public static NameHint? OfFeature(CpuMap map, CpuArchitecture arch, string word)
    {
        string name = WithoutPolicy(word);
        NameIndex known = map.FeatureNames(arch);
        if (name.Length is 0 or > LongestName)
        {
            return null;
        }

        return name != word && map.FindFeature(name, arch) is not null ? new NameHint(NameHintKind.Misspelt, word, [name])
            : Foreign(map, arch, name, ForeignVocabulary.Find(name, isModel: false))
            ?? Alias(map, arch, name)
            ?? Alike(name, known)
            ?? Foreign(map, arch, name, ForeignVocabulary.FindAlike(name, isModel: false))
            ?? (map.FindModel(name, arch) is not null ? new NameHint(NameHintKind.Model, name, []) : null)
            ?? Elsewhere(arch, name, other => map.FindFeature(name, other) is not null)
            ?? Misspelt(name, known.Names.Concat(arch.IsX86() ? PseudoFeatures.Names : []));
    }

    /// <summary>The same for a model.</summary>
    public static NameHint? OfModel(CpuMap map, CpuArchitecture arch, string name)
    {
        if (name.Length is 0 or > LongestName)
        {
            return null;
        }

        NameIndex known = map.ModelNames(arch);
        return Foreign(map, arch, name, ForeignVocabulary.Find(name, isModel: true))
            ?? Alike(name, known)
            ?? Foreign(map, arch, name, ForeignVocabulary.FindAlike(name, isModel: true))
            ?? (map.FindFeature(name, arch) is not null ? new NameHint(NameHintKind.Feature, name, []) : null)
            ?? Elsewhere(arch, name, other => map.FindModel(name, other) is not null)
            ?? Misspelt(name, known.Names)
            ?? Beginning(name, known);
    }

    /// <summary>What a name of the map means elsewhere; <see langword="null"/> if it always means the same.</summary>
    public static NameHint? Homonym(CpuMap map, string feature) =>
        Foreign(map, CpuArchitecture.X86_64, feature, ForeignVocabulary.Find(feature, isModel: false));

    // As on command lines: +aes, -aes, aes=on.
    private static string WithoutPolicy(string word) => word.TrimStart('+', '-').Split('=')[0];

    // A word counts only if the map has what it refers to: a loaded map may not.
    private static NameHint? Foreign(CpuMap map, CpuArchitecture arch, string name, IEnumerable<ForeignWord> words) =>
        !arch.IsX86() ? null : words
        .Select(word => word.Sense == ForeignSense.Level ? OfLevel(map, name, word)
        : new NameHint(NameHintKind.Foreign, name, NamesOf(map, word)) { Foreign = word })
        .FirstOrDefault(
            hint => !hint.Names.IsEmpty || hint.Foreign!.Sense is ForeignSense.Unnamed or ForeignSense.Made or ForeignSense.Own);

    private static ImmutableArray<string> NamesOf(CpuMap map, ForeignWord word) => word.Sense switch
    {
        ForeignSense.Mode => word.Names,
        _ when word.IsModel => [.. word.Names.Where(n => map.FindModel(n) is not null)],
        _ => [.. word.Names.Where(n => map.FindFeature(n) is not null)],
    };

    // For each vendor, the model with the level's features and the fewest others; versioned names are not known everywhere.
    private static NameHint OfLevel(CpuMap map, string name, ForeignWord level)
    {
        CpuModelInfo[] nearest =
        [
            .. map.Models(CpuArchitecture.X86_64)
                .Where(m => m.Vendor is not null && !HasVersion(m.Name) && level.Names.All(m.Features.Contains))
                .GroupBy(m => m.Vendor, StringComparer.Ordinal)
                .Select(vendor => vendor.MinBy(m => m.Features.Length)!),
        ];
        return new NameHint(NameHintKind.Foreign, name, [.. nearest.Select(m => m.Name)])
        {
            Foreign = level,
            Labels = [.. nearest.Select(m => $"{m.Name} ({m.Vendor})")],
        };

        static bool HasVersion(string model) => model.LastIndexOf("-v", StringComparison.Ordinal) is > 0 and var at
            && model.AsSpan(at + 2).IndexOfAnyExceptInRange('0', '9') < 0;
    }

    private static NameHint? Alias(CpuMap map, CpuArchitecture arch, string name)
    {
        foreach (CpuFeatureInfo feature in map.Features(arch))
        {
            foreach (CpuFeatureAlias alias in feature.Aliases.AsSpan())
            {
                if (alias.Name == name)
                {
                    ForeignWord word = new(name, alias.Origin, IsModel: false, ForeignSense.All, [feature.Name]);
                    return new NameHint(NameHintKind.Foreign, name, word.Names) { Foreign = word };
                }
            }
        }

        return null;
    }

    private static NameHint? Alike(string name, NameIndex known) => Meant(name, known.Alike(ForeignVocabulary.Plain(name)));

    private static NameHint? Elsewhere(CpuArchitecture arch, string name, Predicate<CpuArchitecture> has) => Mapped
        .Where(other => !(other.IsX86() && arch.IsX86()) && other != arch && has(other))
        .Select(other => new NameHint(NameHintKind.OtherArchitecture, name, [other.ToName()]))
        .FirstOrDefault();

    private static NameHint? Misspelt(string name, IEnumerable<string> known) => Meant(name, Spelling.Nearest(name, known));

    private static NameHint? Beginning(string name, NameIndex known) =>
        ForeignVocabulary.Plain(name) is { Length: > 2 } plain ? Meant(name, known.Beginning(plain)) : null;

    private static NameHint? Meant(string name, IEnumerable<string> names) =>
        names.Take(MostNames).ToImmutableArray() is { IsEmpty: false } meant ? new NameHint(NameHintKind.Misspelt, name, meant) : null;
}
