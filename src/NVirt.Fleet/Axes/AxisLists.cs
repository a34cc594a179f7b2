using System.Collections.Frozen;
using System.Globalization;
using NVirt.Cpu.Axes;

namespace NVirt.Fleet.Axes;

/// <summary>The lists of data/axes. Safe for use by several threads.</summary>
internal static class AxisLists
{
    private static readonly Lazy<(string Feature, int[] Components)[]> AllComponents = new(() =>
    [
        .. CompiledAxes.Components().Select(r => (r[0], Array.ConvertAll(r[1..], w => int.Parse(w, CultureInfo.InvariantCulture)))),
    ]);

    private static readonly Lazy<string[]> AllHarmless = new(() => [.. CompiledAxes.Harmless().Select(r => r[0])]);

    private static readonly Lazy<string[]> AllInverted = new(() => [.. CompiledAxes.Inverted().Select(r => r[0])]);

    private static readonly Lazy<FrozenSet<string>> AllAliases = new(() =>
        CompiledAxes.MachineAliases().Select(r => r[0]).ToFrozenSet(StringComparer.Ordinal));

    private static readonly Lazy<FrozenDictionary<string, string>> AllSources = new(() => CompiledAxes.Sources()
        .ToFrozenDictionary(r => r[0], r => $"{r[1]}: {string.Join(' ', r[2..])}", StringComparer.Ordinal));

    /// <summary>The features that need components of the state that XSAVE keeps, and these.</summary>
    public static (string Feature, int[] Components)[] Components => AllComponents.Value;

    /// <summary>Features in which hosts may differ.</summary>
    public static string[] Harmless => AllHarmless.Value;

    /// <summary>Features that say what software has to do.</summary>
    public static string[] Inverted => AllInverted.Value;

    /// <summary>Whether a machine type has no version.</summary>
    public static bool IsAlias(string machine) => AllAliases.Value.Contains(machine);

    /// <summary>Where the rule on an axis comes from, with the mark that says how well it is known.</summary>
    public static string SourceOf(CpuAxis axis) => AllSources.Value[AxisFinding.WordOf(axis)];
}
