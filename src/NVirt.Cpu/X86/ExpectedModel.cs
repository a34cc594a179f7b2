using System.Collections.Immutable;
using NVirt.Cpu.Map;

namespace NVirt.Cpu.X86;

/// <summary>The model that one would expect of a processor, where decoding chose one that is far from it.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Missing">Features of the model that the processor lacks, in map order.</param>
/// <param name="Unknown">Features of the model of which it is not known whether the processor has them, in map order.</param>
public sealed record X86ExpectedModel(string Name, ImmutableArray<string> Missing, ImmutableArray<string> Unknown)
{
    // What the names of a model's variants end in; "-v" and a number is another.
    private static readonly string[] Variants = ["-IBRS", "-IBPB", "-noTSX"];

    /// <summary>
    /// Of the models of the microarchitecture, the one of which least is missing; <see langword="null"/> if the decoded model is a variant
    /// of one of them, if nothing is missing, or if there is none in the map.
    /// </summary>
    /// <param name="map">The map.</param>
    /// <param name="identity">The processor.</param>
    /// <param name="features">What it has.</param>
    /// <param name="unknown">What it may have; nothing of it is in <paramref name="features"/>.</param>
    /// <param name="decoded">The model it was decoded to, if any.</param>
    internal static X86ExpectedModel? Of(X86Map map, X86Identity identity, in FeatureSet features, in FeatureSet unknown, string? decoded)
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
