using System.Collections.Immutable;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Map;

/// <summary>Finds out what was meant by a name that the map does not know: the one place where such suggestions are made.</summary>
internal static class NameHints
{
    // So many names are offered at most, and so many characters of a name looked at.
    private const int MostNames = 5;
    private const int LongestName = 64;

    // One architecture of each part of the map.
    private static readonly CpuArchitecture[] Mapped = [CpuArchitecture.X86_64, CpuArchitecture.Ppc64, CpuArchitecture.Aarch64];

    /// <summary>What may have been meant by a feature; <see langword="null"/> if nothing comes near.</summary>
    public static NameHint? OfFeature(CpuMap map, CpuArchitecture arch, string word)
    {
        string name = WithoutPolicy(word);
        NameIndex known = map.FeatureNames(arch);
        if (name.Length is 0 or > LongestName)
        {
            return null;
        }

        return name != word && map.FindFeature(name, arch) is not null ? new NameHint(NameHintKind.Misspelt, word, [name])
            : Foreign(map, arch, name, Vocabulary.Find(name, isModel: false))
            ?? Alias(map, arch, name)
            ?? Alike(name, known)
            ?? Foreign(map, arch, name, Vocabulary.FindAlike(name, isModel: false))
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
        return Foreign(map, arch, name, Vocabulary.Find(name, isModel: true))
            ?? Alike(name, known)
            ?? Foreign(map, arch, name, Vocabulary.FindAlike(name, isModel: true))
            ?? (map.FindFeature(name, arch) is not null ? new NameHint(NameHintKind.Feature, name, []) : null)
            ?? Elsewhere(arch, name, other => map.FindModel(name, other) is not null)
            ?? Misspelt(name, known.Names)
            ?? Beginning(name, known);
    }

    /// <summary>What others mean by a name that the map has for something else; <see langword="null"/> if all mean the same.</summary>
    public static NameHint? Homonym(CpuMap map, string feature) =>
        Foreign(map, CpuArchitecture.X86_64, feature, Vocabulary.Find(feature, isModel: false));

    // As command lines have it: +aes, -aes, aes=on.
    private static string WithoutPolicy(string word) => word.TrimStart('+', '-').Split('=')[0];

    // A word counts if the map has what it stands for: one that was loaded may not.
    private static NameHint? Foreign(CpuMap map, CpuArchitecture arch, string name, IEnumerable<ForeignWord> words) => !arch.IsX86() ? null : words
        .Select(word => word.Sense == ForeignSense.Level ? OfLevel(map, name, word) : new NameHint(NameHintKind.Foreign, name, NamesOf(map, word)) { Foreign = word })
        .FirstOrDefault(hint => !hint.Names.IsEmpty || hint.Foreign!.Sense is ForeignSense.Unnamed or ForeignSense.Made or ForeignSense.Own);

    private static ImmutableArray<string> NamesOf(CpuMap map, ForeignWord word) => word.Sense switch
    {
        ForeignSense.Mode => word.Names,
        _ when word.IsModel => [.. word.Names.Where(n => map.FindModel(n) is not null)],
        _ => [.. word.Names.Where(n => map.FindFeature(n) is not null)],
    };

    // Of each vendor the model that has the level's features and the fewest others; names with a version are not known everywhere.
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

        static bool HasVersion(string model) => model.LastIndexOf("-v", StringComparison.Ordinal) is > 0 and var at && model.AsSpan(at + 2).IndexOfAnyExceptInRange('0', '9') < 0;
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

    private static NameHint? Alike(string name, NameIndex known) => Meant(name, known.Alike(Vocabulary.Plain(name)));

    private static NameHint? Elsewhere(CpuArchitecture arch, string name, Predicate<CpuArchitecture> has) => Mapped
        .Where(other => !(other.IsX86() && arch.IsX86()) && other != arch && has(other))
        .Select(other => new NameHint(NameHintKind.OtherArchitecture, name, [other.ToName()]))
        .FirstOrDefault();

    private static NameHint? Misspelt(string name, IEnumerable<string> known) => Meant(name, Spelling.Nearest(name, known));

    private static NameHint? Beginning(string name, NameIndex known) =>
        Vocabulary.Plain(name) is { Length: > 2 } plain ? Meant(name, known.Beginning(plain)) : null;

    private static NameHint? Meant(string name, IEnumerable<string> names) =>
        names.Take(MostNames).ToImmutableArray() is { IsEmpty: false } meant ? new NameHint(NameHintKind.Misspelt, name, meant) : null;
}
