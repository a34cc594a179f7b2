using System.Globalization;
using System.Text.RegularExpressions;
using NVirt.Cpu;
using NVirt.RelaxNg;

namespace NVirt.Fuzz.Targets;

/// <summary>Features by the position of their bit, taken from the map's coordinates.</summary>
internal static partial class MapBits
{
    private static readonly Dictionary<(uint Leaf, uint Subleaf, string Register, int Bit), string> Names = Features()
        .ToDictionary(f => f.Place, f => f.Name);

    /// <summary>The features of a register with their letters in a mask, in no particular order.</summary>
    public static IEnumerable<(string Name, char Letter)> Of(uint leaf, uint subleaf, string register, string mask) =>
        from bit in Enumerable.Range(0, 32)
        let name = Names.GetValueOrDefault((leaf, subleaf, register, bit))
        where name is not null
        select (name, mask[31 - bit]);

    private static IEnumerable<((uint Leaf, uint Subleaf, string Register, int Bit) Place, string Name)> Features()
    {
        foreach (CpuFeatureInfo feature in CpuMap.Default.Features(CpuArchitecture.X86_64))
        {
            if (Coordinate().Match(feature.Coordinate) is { Success: true } match)
            {
                uint subleaf = match.Groups["subleaf"].Success ? uint.Parse(match.Groups["subleaf"].Value, CultureInfo.InvariantCulture)
                    : 0;
                yield return (
                    (uint.Parse(match.Groups["leaf"].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                    subleaf,
                    match.Groups["register"].Value.ToLowerInvariant(),
                    int.Parse(match.Groups["bit"].Value, CultureInfo.InvariantCulture)),
                    feature.Name);
            }
        }
    }

    [GeneratedRegex(@"\ACPUID\.(\(EAX=)?(?<leaf>[0-9A-F]+)H(,ECX=(?<subleaf>[0-9]+)\))?:(?<register>E[ABCD]X)\[(?<bit>[0-9]+)\]\z",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Coordinate();
}
