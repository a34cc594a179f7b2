using NVirt.Cpu;

namespace NVirt.Interop;

/// <summary>Choices among what a map knows, and now and then what it does not.</summary>
internal sealed class RandomCpus
{
    private readonly Random _random;
    private readonly CpuModelInfo[] _models;
    private readonly string[] _features;
    private readonly string[] _vendors;

    public RandomCpus(Random random, CpuMap map, CpuArchitecture arch = CpuArchitecture.X86_64)
    {
        _random = random;
        _models = [.. map.Models(arch)];
        _features = [.. map.Features(arch).Select(f => f.Name)];
        _vendors = [.. map.Vendors(arch).Select(v => v.Name)];
    }

    /// <summary>True in that share of the cases.</summary>
    public bool Chance(double share) => _random.NextDouble() < share;

    public int Number(int least, int most) => _random.Next(least, most + 1);

    public T One<T>(params ReadOnlySpan<T> choices) => choices[_random.Next(choices.Length)];

    public CpuModelInfo Model() => One(_models);

    /// <summary>A model that processors of this vendor may have.</summary>
    public CpuModelInfo ModelOf(string vendor) => One(Array.FindAll(_models, m => m.Vendor is null || m.Vendor == vendor));

    public string ModelName() => Chance(0.05) ? "NoSuchModel" : Model().Name;

    public string FeatureName() => Chance(0.0005) ? "no-such-feature" : One(_features);

    public string Vendor() => Chance(0.05) ? "NoSuchVendor" : One(_vendors);

    /// <summary>Up to that many features of different names.</summary>
    public IEnumerable<string> FeatureNames(int most) => Enumerable.Range(0, Number(0, most)).Select(_ => FeatureName()).Distinct();

    /// <summary>The same items in another order.</summary>
    public T[] Shuffled<T>(IEnumerable<T> items)
    {
        T[] all = [.. items];
        _random.Shuffle(all);
        return all;
    }
}
