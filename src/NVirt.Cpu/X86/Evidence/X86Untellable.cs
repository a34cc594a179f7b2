using NVirt.Cpu.Map;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.X86.Evidence;

/// <summary>Bits that a source cannot show although it contains their registers, and what implies them.</summary>
internal static class X86Untellable
{
    /// <summary>
    /// One rule: if the bit of <paramref name="Feature"/> is clear in the data, <paramref name="ImpliedBy"/> shows that it is present.
    /// </summary>
    /// <param name="Feature">The feature that is hidden.</param>
    /// <param name="ImpliedBy">The feature that cannot exist without it.</param>
    /// <param name="IsToldBy">The vendors whose processors do show it.</param>
    private sealed record Rule(string Feature, string ImpliedBy, string[] IsToldBy);

    // In 32-bit programs. SYSCALL is part of 64-bit mode; processors that have it nowhere else show its bit only there
    // (Intel SDM volume 2, CPUID, 80000001H:EDX[11]). AMD has it in every mode (AMD APM volume 3, Fn8000_0001_EDX[11]).
    private static readonly Rule[] Of32Bits = [new("syscall", "lm", ["AuthenticAMD", "HygonGenuine"])];

    /// <summary>The features that the data lacks because a 32-bit program could not see them.</summary>
    public static FeatureSet Implied(X86Map map, X86CpuData data, in FeatureSet features)
    {
        FeatureSet implied = default;
        foreach (Rule rule in Of32Bits)
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
