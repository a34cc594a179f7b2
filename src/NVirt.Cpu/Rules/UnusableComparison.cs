using System.Collections.Immutable;

namespace NVirt.Cpu.Rules;

/// <summary>The two checks that use only the names of features, on every architecture (cpu-rules.md 4.1).</summary>
internal static class UnusableComparison
{
    public static CpuComparison Compare(CpuDriver driver, CpuDefinition host, CpuDefinition cpu, IEnumerable<string> blockers)
    {
        HashSet<string> offered = new(StringComparer.Ordinal);
        foreach (CpuFeature feature in driver.ExpandFeatures(host).Features.AsSpan())
        {
            if (feature.Policy is null or CpuPolicy.Require)
            {
                offered.Add(feature.Name);
            }
        }

        ImmutableArray<CpuReason>.Builder reasons = ImmutableArray.CreateBuilder<CpuReason>();
        foreach (string blocker in blockers)
        {
            int place = cpu.Features.IndexOf(blocker);
            if (place < 0 || cpu.Features[place].Policy != CpuPolicy.Disable)
            {
                reasons.Add(Reason(driver, CpuRule.BlockedFeature, blocker) with { Model = cpu.Model });
            }
        }

        foreach (CpuFeature feature in cpu.Features.AsSpan())
        {
            if (feature.Policy == CpuPolicy.Require && !offered.Contains(feature.Name))
            {
                reasons.Add(Reason(driver, CpuRule.RequiredFeatureMissing, feature.Name) with { Policy = feature.Policy });
            }
        }

        return reasons.Count == 0 ? new CpuComparison(CpuVerdict.Superset) : CpuComparison.Incompatible(reasons.ToImmutable());
    }

    public static void CheckForbidden(CpuDriver driver, CpuDefinition cpu, CpuDefinition host)
    {
        ImmutableArray<CpuReason>.Builder reasons = ImmutableArray.CreateBuilder<CpuReason>();
        foreach (CpuFeature feature in cpu.Features.AsSpan())
        {
            int place = feature.Policy == CpuPolicy.Forbid ? host.Features.IndexOf(feature.Name) : -1;
            if (place >= 0 && host.Features[place].Policy != CpuPolicy.Disable)
            {
                reasons.Add(Reason(driver, CpuRule.ForbiddenFeatureProvided, feature.Name) with { Policy = feature.Policy });
            }
        }

        if (reasons.Count > 0)
        {
            throw new CpuException(new CpuRefusal(CpuErrorKind.Incompatible, reasons.ToImmutable()));
        }
    }

    private static CpuReason Reason(CpuDriver driver, CpuRule rule, string feature) =>
        new(rule, feature) { Coordinate = driver.Map.FindFeature(feature, driver.Arch)?.Coordinate, Side = CpuType.Host };
}
