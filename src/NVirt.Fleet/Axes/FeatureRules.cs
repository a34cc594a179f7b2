using NVirt.Cpu.Axes;

namespace NVirt.Fleet.Axes;

/// <summary>Rules on features whose absence means something else than that of others.</summary>
internal static class FeatureRules
{
    private const string NestedPrefix = "vmx-";
    private const string Avx10Feature = "avx10";

    /// <summary>
    /// Whether the host has the guest's features of nested virtualization. Features of the other MSRs are features like any: comparing
    /// tells of them.
    /// </summary>
    public static AxisFinding? Nested(AxisQuestion question)
    {
        string[] wanted = [.. question.Guest.Bits.Yes.Where(n => n.StartsWith(NestedPrefix, StringComparison.Ordinal))];
        string[] missing = [.. wanted.Where(n => question.Target.Bits.Has(n) == false)];
        string[] unknown = [.. wanted.Where(n => question.Target.Bits.Has(n) is null)];
        if (wanted.Length == 0 || question.Has("vmx") is not { } isNested)
        {
            return null;
        }

        (CpuAxisGrade grade, AxisWhy why) = !isNested ? (CpuAxisGrade.Harmless, AxisWhy.NotNested)
            : missing.Length > 0 ? (CpuAxisGrade.Fatal, AxisWhy.NestedNeeds)
            : unknown.Length > 0 ? (CpuAxisGrade.Undecided, AxisWhy.Unknown)
            : (CpuAxisGrade.Harmless, AxisWhy.Fits);
        string[] named = missing.Length > 0 ? missing : unknown;
        return named.Length == 0 && !isNested ? null : new AxisFinding(
            CpuAxis.MsrFeatures, grade, why, string.Join(' ', named.Length > 0 ? named : wanted),
            missing.Length > 0 ? AxisFinding.None : unknown.Length > 0 ? null : string.Join(' ', wanted));
    }

    /// <summary>Whether the host has features that tell software to do more than the guest knows of.</summary>
    public static AxisFinding? Inverted(AxisQuestion question)
    {
        string[] told = [.. AxisLists.Inverted.Where(n => question.Target.Has(n) == true && question.Has(n) is not null)];
        string[] hidden = [.. told.Where(n => question.Has(n) == false)];
        return told.Length == 0 ? null
            : hidden.Length == 0 ? new AxisFinding(
                CpuAxis.InvertedFeatures, CpuAxisGrade.Harmless, AxisWhy.Same, string.Join(' ', told), string.Join(' ', told))
            : new AxisFinding(
                CpuAxis.InvertedFeatures, CpuAxisGrade.Risky, AxisWhy.NotToldToGuest, AxisFinding.None, string.Join(' ', hidden));
    }

    /// <summary>Whether the host's AVX10 is at least the guest's.</summary>
    public static AxisFinding? Avx10(AxisQuestion question)
    {
        uint? wanted = question.Guest.Axes.Avx10Version ?? question.From?.Axes.Avx10Version;
        uint? offered = question.Target.Bits.Has(Avx10Feature) == false ? 0 : question.Target.Axes.Avx10Version;
        if (question.Has(Avx10Feature) != true || (wanted is null && question.From is null))
        {
            return null;
        }

        (CpuAxisGrade grade, AxisWhy why) = wanted is null || offered is null ? (CpuAxisGrade.Undecided, AxisWhy.Unknown)
            : offered < wanted ? (CpuAxisGrade.Fatal, AxisWhy.LowerVersion)
            : (CpuAxisGrade.Harmless, AxisWhy.Fits);
        return new AxisFinding(CpuAxis.Avx10, grade, why, wanted, offered);
    }

    /// <summary>Features in which the guest and the host differ, and may.</summary>
    public static AxisFinding? Harmless(AxisQuestion question)
    {
        string[] known = [.. AxisLists.Harmless.Where(n => question.Has(n) is not null && question.Target.Bits.Has(n) is not null)];
        string[] lost = [.. known.Where(n => question.Has(n) == true && question.Target.Bits.Has(n) == false)];
        string[] gained = [.. known.Where(n => question.Has(n) == false && question.Target.Bits.Has(n) == true)];
        return lost.Length + gained.Length == 0 ? null : new AxisFinding(
            CpuAxis.HarmlessFeatures, CpuAxisGrade.Harmless, AxisWhy.OnlyHints, Names(lost), Names(gained));
    }

    private static string Names(string[] names) => names.Length == 0 ? AxisFinding.None : string.Join(' ', names);
}
