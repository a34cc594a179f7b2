using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;

namespace NVirt.Platforms;

/// <summary>The features of one architecture in a map, as places in sets. Safe for use by several threads.</summary>
public sealed class FeatureSpace
{
    private static readonly ConditionalWeakTable<CpuMap, ConcurrentDictionary<CpuArchitecture, FeatureSpace>> Known = [];

    private readonly string[] _names;
    private readonly FrozenDictionary<string, int>? _places;
    private readonly int[] _order;

    private FeatureSpace(CpuMap map, CpuArchitecture arch)
    {
        Map = map;
        Arch = arch;
        if (arch.IsX86())
        {
            _names = new string[map.X86.FeatureCount];
            for (int i = 0; i < _names.Length; i++)
            {
                _names[i] = map.X86.FeatureName(i);
            }
        }
        else
        {
            _names = [.. map.Features(arch).Select(f => f.Name)];
            _places = _names.Index().ToFrozenDictionary(p => p.Item, p => p.Index, StringComparer.Ordinal);
        }

        _order = new int[_names.Length];
        FeatureSet all = default;
        for (int i = 0; i < _names.Length; i++)
        {
            _order[i] = i;
            all.Add(i);
        }

        Array.Sort([.. _names], _order, StringComparer.Ordinal);
        All = all;
    }

    /// <summary>The map.</summary>
    public CpuMap Map { get; }

    /// <summary>The architecture; <see cref="CpuArchitecture.X86_64"/> for both of x86.</summary>
    public CpuArchitecture Arch { get; }

    /// <summary>All features.</summary>
    public FeatureSet All { get; }

    /// <summary>The space of an architecture; both of x86 share one.</summary>
    public static FeatureSpace Of(CpuMap map, CpuArchitecture arch) =>
        Known.GetOrCreateValue(map).GetOrAdd(arch.IsX86() ? CpuArchitecture.X86_64 : arch, static (a, m) => new FeatureSpace(m, a), map);

    /// <summary>The place of a feature; negative if the map does not know it.</summary>
    public int Find(ReadOnlySpan<char> name) =>
        _places is null ? Map.X86.FindFeature(name)
        : _places.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out int place) ? place : -1;

    /// <summary>The name of a feature.</summary>
    public string Name(int place) => _names[place];

    /// <summary>The feature with this name; no feature if it is not known.</summary>
    public FeatureSet SetOf(string name)
    {
        FeatureSet set = default;
        if (Find(name) is >= 0 and var place)
        {
            set.Add(place);
        }

        return set;
    }

    /// <summary>The features with these names; unknown ones are left out.</summary>
    public FeatureSet SetOf(params IEnumerable<string> names)
    {
        FeatureSet set = default;
        foreach (string name in names)
        {
            set |= SetOf(name);
        }

        return set;
    }

    /// <summary>Names in byte order.</summary>
    public ImmutableArray<string> SortedNames(in FeatureSet set)
    {
        ImmutableArray<string>.Builder names = ImmutableArray.CreateBuilder<string>(set.Count);
        foreach (int place in _order)
        {
            if (set.Contains(place))
            {
                names.Add(_names[place]);
            }
        }

        return names.MoveToImmutable();
    }

    /// <summary>A model's features; <see langword="null"/> if the map does not know the model, or nothing of its features.</summary>
    public FeatureSet? FindModel(string model) =>
        Arch.IsX86() && Map.X86.FindModel(model) is >= 0 and var place ? Map.X86.ModelFeatures(place) : null;

    /// <summary>The registers of the map that hold features, with their numbers.</summary>
    internal IEnumerable<(int Index, X86Register Register)> Registers =>
        Enumerable.Range(0, Arch.IsX86() ? Map.X86.RegisterCount : 0).Select(i => (i, Map.X86.Register(i)));

    /// <summary>All features that have their bit in a register.</summary>
    internal FeatureSet FeaturesIn(int register)
    {
        FeatureSet set = default;
        Map.X86.AddFeatures(ref set, register, uint.MaxValue);
        return set;
    }

    /// <summary>The name of a vendor by the 12 characters in its processors; <see langword="null"/> if the map does not know it.</summary>
    public string? VendorOf(string id) => Map.Vendors(Arch).FirstOrDefault(v => v.Id == id)?.Name;
}
