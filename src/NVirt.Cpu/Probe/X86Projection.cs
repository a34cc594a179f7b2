using System.Collections.Immutable;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe;

/// <summary>From raw data to features, and to the features that the data says nothing about.</summary>
internal static class X86Projection
{
    /// <summary>The features whose bits are set.</summary>
    public static FeatureSet FeaturesOf(X86Map map, X86CpuData data)
    {
        FeatureSet features = default;
        ReadOnlySpan<X86Item> items = data.AsSpan();
        int place = 0;
        for (int i = 0; i < map.RegisterCount; i++)
        {
            X86Register register = map.Register(i);
            X86Item key = new(register.IsMsr, register.Leaf, register.Subleaf, Eax: 0, Ebx: 0, Ecx: 0, Edx: 0);

            // Items and registers are sorted by the same key, so each is passed once.
            while (place < items.Length && items[place].CompareKey(key) < 0)
            {
                place++;
            }

            if (place < items.Length && items[place].CompareKey(key) == 0)
            {
                map.AddFeatures(ref features, i, items[place].Register(register.Name));
            }
        }

        return features;
    }

    /// <summary>The features that the processor may have or not: those of registers that were not read and that nothing excludes.</summary>
    public static FeatureSet UnknownFeatures(X86Map map, X86CpuData data, X86Coverage coverage)
    {
        FeatureSet unknown = default;
        X86Presence presence = new(data, coverage);
        for (int i = 0; i < map.RegisterCount; i++)
        {
            X86Register register = map.Register(i);
            X86PresenceState state = register.IsMsr ? presence.OfMsr(register.Leaf) : presence.OfLeaf(register.Leaf, register.Subleaf);
            if (state == X86PresenceState.Unknown)
            {
                map.AddFeatures(ref unknown, i, uint.MaxValue);
            }
        }

        return unknown;
    }

    /// <summary>The names of a set's features, in map order.</summary>
    public static ImmutableArray<string> NamesOf(X86Map map, in FeatureSet features)
    {
        var names = ImmutableArray.CreateBuilder<string>(features.Count);

        // Not foreach: of an inline array that gives its words.
        FeatureSet.Enumerator places = features.GetEnumerator();
        while (places.MoveNext())
        {
            names.Add(map.FeatureName(places.Current));
        }

        return names.MoveToImmutable();
    }
}
