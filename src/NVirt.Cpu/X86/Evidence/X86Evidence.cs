using NVirt.Cpu.Map;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.X86.Evidence;

/// <summary>What the raw data of one processor, or of all in a dump, shows about each feature: yes, no, or nothing.</summary>
/// <param name="Data">The raw data; for several processors, what all have, with the rest from the first.</param>
/// <remarks>For NVirt.Cpu.Probe, which tells by it what a source does not say; others need only <see cref="CpuSource"/>.</remarks>
public sealed record X86Evidence(X86CpuData Data)
{
    /// <summary>
    /// One rule: if the bit of <paramref name="Feature"/> is clear in the data, <paramref name="ImpliedBy"/> shows that it is present.
    /// </summary>
    /// <param name="Feature">The feature that is hidden.</param>
    /// <param name="ImpliedBy">The feature that cannot exist without it.</param>
    /// <param name="IsToldBy">The vendors whose processors do show it.</param>
    private sealed record HiddenBit(string Feature, string ImpliedBy, string[] IsToldBy);

    // In 32-bit programs. SYSCALL is part of 64-bit mode; processors that have it nowhere else show its bit only there
    // (Intel SDM volume 2, CPUID, 80000001H:EDX[11]). AMD has it in every mode (AMD APM volume 3, Fn8000_0001_EDX[11]).
    private static readonly HiddenBit[] Of32Bits = [new("syscall", "lm", ["AuthenticAMD", "HygonGenuine"])];

    /// <summary>The features that it has, including implied ones.</summary>
    public FeatureSet Features { get; private init; }

    /// <summary>The features that it may or may not have.</summary>
    public FeatureSet Unknown { get; private init; }

    /// <summary>Features that the format cannot show but the rest of the data implies.</summary>
    public FeatureSet Implied { get; private init; }

    /// <summary>Features that some of the processors have and others lack.</summary>
    public FeatureSet Differing { get; private init; }

    /// <summary>The evidence from one processor.</summary>
    /// <param name="map">The map of features.</param>
    /// <param name="data">Its raw data.</param>
    /// <param name="coverage">What was read from it.</param>
    /// <param name="mayBeOf32Bits">Whether a 32-bit program may have read it.</param>
    public static X86Evidence Of(X86Map map, X86CpuData data, X86Coverage coverage, bool mayBeOf32Bits = false)
    {
        FeatureSet features = X86Projection.FeaturesOf(map, data);
        FeatureSet implied = mayBeOf32Bits ? ImpliedIn(map, data, features) : default;
        return new X86Evidence(data)
        {
            Features = features | implied,
            Implied = implied,
            Unknown = X86Unknown.FeaturesOf(map, data, coverage) - implied,
        };
    }

    /// <summary>The evidence from all processors: a feature is present if all have it, and absent if one lacks it.</summary>
    /// <param name="map">The map of features.</param>
    /// <param name="each">At least one processor.</param>
    public static X86Evidence OfAll(X86Map map, IReadOnlyList<X86Evidence> each)
    {
        if (each.Count == 1)
        {
            return each[0];
        }

        FeatureSet all = each[0].Features;
        FeatureSet some = default;
        FeatureSet lacking = default;
        FeatureSet implied = default;
        foreach (X86Evidence cpu in each)
        {
            all &= cpu.Features;
            some |= cpu.Features;
            lacking |= map.AllFeatures - cpu.Features - cpu.Unknown;
            implied |= cpu.Implied;
        }

        return new X86Evidence(Common(map, each))
        {
            Features = all,
            Implied = implied & all,
            Unknown = map.AllFeatures - all - lacking,
            Differing = some & lacking,
        };
    }

    // Feature registers are ANDed, whatever the map knows about their bits. The others are numbers (signature, sizes, topology), for
    // which an AND would make no sense.
    private static X86CpuData Common(X86Map map, IReadOnlyList<X86Evidence> each)
    {
        X86CpuData common = each[0].Data;
        for (int i = 0; i < map.RegisterCount; i++)
        {
            X86Register register = map.Register(i);
            X86Item key = X86Projection.KeyOf(register);
            if (common.Find(key) is not { } item || item.Register(register.Name) == 0)
            {
                continue;
            }

            uint value = each.Aggregate(uint.MaxValue, (bits, cpu) => bits & (cpu.Data.Find(key) ?? key).Register(register.Name));
            if (value != item.Register(register.Name))
            {
                common = common.With(item.WithRegister(register.Name, value));
            }
        }

        return common;
    }

    // The features that the data lacks because a 32-bit program could not see them.
    private static FeatureSet ImpliedIn(X86Map map, X86CpuData data, in FeatureSet features)
    {
        FeatureSet implied = default;
        foreach (HiddenBit rule in Of32Bits)
        {
            int hidden = map.FindFeature(rule.Feature);
            int cause = map.FindFeature(rule.ImpliedBy);
            if (hidden >= 0 && cause >= 0 && features.Contains(cause) && !features.Contains(hidden)
                && data.Cpuid(0) is { } leaf && !rule.IsToldBy.Contains(X86Ranges.VendorOf(leaf)))
            {
                implied.Add(hidden);
            }
        }

        return implied;
    }
}
