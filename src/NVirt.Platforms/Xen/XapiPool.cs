using NVirt.Cpu;
using NVirt.Cpu.Map;

namespace NVirt.Platforms.Xen;

/// <summary>What xapi does with feature sets: a pool has what all hosts have, and a VM moves where its set is contained.</summary>
internal static class XapiPool
{
    /// <summary>The AND of sets; the shorter ones count as zero beyond their end, and an empty one changes nothing.</summary>
    /// <param name="sets">The sets, with hyphens; <see langword="null"/> in the answer if one is malformed.</param>
    public static string? Intersect(IEnumerable<string> sets)
    {
        uint[]? common = null;
        foreach (string set in sets.Where(s => s.Length > 0))
        {
            if (FeatureWords.Parse(set, '-') is not { } words)
            {
                return null;
            }

            if (common is null)
            {
                common = words;
                continue;
            }

            uint[] longer = common.Length >= words.Length ? common : words;
            uint[] both = new uint[longer.Length];
            for (int i = 0; i < both.Length; i++)
            {
                both[i] = (i < common.Length ? common[i] : 0) & (i < words.Length ? words[i] : 0);
            }

            common = both;
        }

        return FeatureWords.Format(common ?? [], '-');
    }

    /// <summary>What a host lacks of a VM's set, by name or as word and bit; <see langword="null"/> if one is malformed.</summary>
    public static IReadOnlyList<string>? Missing(CpuMap map, string vm, string host)
    {
        if (FeatureWords.Parse(vm, '-') is not { } wanted || FeatureWords.Parse(host, '-') is not { } offered)
        {
            return null;
        }

        FeatureSpace space = FeatureSpace.Of(map, CpuArchitecture.X86_64);
        uint[] rest = [.. wanted.Select((w, i) => w & ~(i < offered.Length ? offered[i] : 0))];
        FeatureSet named = FeatureWords.FeaturesOf(space, rest);
        List<string> missing = [.. space.SortedNames(named)];
        uint[] covered = FeatureWords.Of(space, named, rest.Length).Words;
        for (int i = 0; i < rest.Length; i++)
        {
            for (uint left = rest[i] & ~covered[i]; left != 0; left &= left - 1)
            {
                missing.Add(NVirt.Xml.Text.Of("{0}*32+{1}", i, System.Numerics.BitOperations.TrailingZeroCount(left)));
            }
        }

        return missing;
    }
}
