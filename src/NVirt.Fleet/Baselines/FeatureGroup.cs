using System.Collections.Immutable;
using NVirt.Cpu.Map;
using NVirt.Platforms;

namespace NVirt.Fleet.Baselines;

/// <summary>Features that are worth something together.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">What it is worth once it is complete, besides its features.</param>
/// <param name="Parts">It is complete with one feature of each part.</param>
internal sealed record FeatureGroup(string Name, int Value, ImmutableArray<ImmutableArray<string>> Parts)
{
    /// <summary>The groups of data/fleet/groups.map.</summary>
    public static ImmutableArray<FeatureGroup> All { get; } = [.. CompiledFleet.Groups().Select(Of)];

    /// <summary>Reads a line: a name, a value, and features.</summary>
    internal static FeatureGroup Of(string[] words) => new(
        words[0], int.Parse(words[1], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture),
        [.. words[2..].Select(w => w.Split('|').ToImmutableArray())]);

    /// <summary>The parts as sets.</summary>
    internal FeatureSet[] In(FeatureSpace space) => [.. Parts.Select(p => space.SetOf(p))];
}
