using System.Collections.Immutable;
using NVirt.Cpu.Map;

namespace NVirt.Cpu.X86;

/// <summary>The model that one would expect for a processor, if decoding chose one that is far from it.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Missing">Features of the model that the processor lacks, in map order.</param>
/// <param name="Unknown">Features of the model that the processor may or may not have, in map order.</param>
public sealed record X86ExpectedModel(string Name, ImmutableArray<string> Missing, ImmutableArray<string> Unknown)
{
    // The suffixes of a model's variants; "-v" with a number is another.
    private static readonly string[] Variants = ["-IBRS", "-IBPB", "-noTSX"];

    /// <summary>
    /// The model of the microarchitecture with the fewest missing features; <see langword="null"/> if the decoded model is a
    /// variant of one of them, if nothing is missing, or if the map has none.
    /// </summary>
    /// <param name="map">The map.</param>
    /// <param name="identity">The processor.</param>
    /// <param name="features">The features it has.</param>
    /// <param name="unknown">The features it may have; none of them is in <paramref name="features"/>.</param>
    /// <param name="decoded">The model it was decoded to, if any.</param>
    public static X86ExpectedModel? Of(X86Map map, X86Identity identity, in FeatureSet features, in FeatureSet unknown, string? decoded)
    {
        if (decoded is not null && identity.Models.Any(m => BaseOf(m) == BaseOf(decoded)))
        {
            return null;
        }

        int best = -1;
        FeatureSet lack = default;
        foreach (string name in identity.Models)
        {
            int model = map.FindModel(name);
            if (model >= 0 && map.ModelFeatures(model) - features is var less && (best < 0 || less.Count < lack.Count))
            {
                best = model;
                lack = less;
            }
        }

        return best < 0 || lack.IsEmpty
            ? null
            : new X86ExpectedModel(map.ModelName(best), map.NamesOf(lack - unknown), map.NamesOf(lack & unknown));
    }

    private static string BaseOf(string model)
    {
        int version = model.LastIndexOf("-v", StringComparison.Ordinal);
        string name = version > 0 && !model.AsSpan(version + 2).ContainsAnyExceptInRange('0', '9') ? model[..version] : model;
        foreach (string variant in Variants)
        {
            name = name.EndsWith(variant, StringComparison.Ordinal) ? name[..^variant.Length] : name;
        }

        return name;
    }
}
