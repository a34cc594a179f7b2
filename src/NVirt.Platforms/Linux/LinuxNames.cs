using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using NVirt.Cpu.Map;

namespace NVirt.Platforms.Linux;

/// <summary>Linux's names of features as places in the map, and what their absence says. Safe for use by several threads.</summary>
internal sealed class LinuxNames
{
    private static readonly ConditionalWeakTable<FeatureSpace, LinuxNames> Known = [];

    private readonly FrozenDictionary<string, int> _places;

    private LinuxNames(FeatureSpace space)
    {
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        FeatureSet shown = default;
        FeatureSet added = default;
        FeatureSet hidden = default;
        FeatureSet young = default;
        FeatureSet forced = default;
        foreach (KernelFlag flag in KernelFlag.All)
        {
            int place = space.Find(flag.Feature);
            if (place < 0)
            {
                continue;
            }

            places[flag.Name] = place;
            shown.Add(place);
            AddIf(ref added, KernelFlagRules.Added);
            AddIf(ref hidden, KernelFlagRules.Hidden);
            AddIf(ref young, KernelFlagRules.New);
            AddIf(ref forced, KernelFlagRules.Forced);

            void AddIf(ref FeatureSet set, KernelFlagRules rule)
            {
                if (flag.Rules.HasFlag(rule))
                {
                    set.Add(place);
                }
            }
        }

        _places = places.ToFrozenDictionary(StringComparer.Ordinal);
        (Shown, Added, Hidden, New, Forced) = (shown, added, hidden, young, forced);
        Withheld = space.SetOf(
            "mpx", "intel-pt", "monitor", "dtes64", "ds", "ht", "acpi", "tm", "est", "cmt", "waitpkg", "osxsave", "perfctr_core");
    }

    /// <summary>What some kernel shows.</summary>
    public FeatureSet Shown { get; }

    /// <summary>What KVM gives although the kernel does not show it.</summary>
    public FeatureSet Added { get; }

    /// <summary>What a kernel may hide although the processor has it.</summary>
    public FeatureSet Hidden { get; }

    /// <summary>What kernels up to 6.1 do not show.</summary>
    public FeatureSet New { get; }

    /// <summary>What the kernel shows for some processors whatever CPUID says.</summary>
    public FeatureSet Forced { get; }

    /// <summary>What KVM does not give although the kernel shows it, or gives by its own rules only (formats.md 27.5).</summary>
    public FeatureSet Withheld { get; }

    public static LinuxNames Of(FeatureSpace space) => Known.GetValue(space, static s => new LinuxNames(s));

    /// <summary>The place of the feature that Linux calls so; negative if the name is no feature of the map.</summary>
    public int Find(ReadOnlySpan<char> name) =>
        _places.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out int place) ? place : -1;
}
