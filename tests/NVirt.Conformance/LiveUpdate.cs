using NVirt.Cpu;
using NVirt.Domains.Documents;

namespace NVirt.Conformance;

/// <summary>
/// The operation update-live, whose cases have their own rule for comparing, unless they say <c>exact</c> (cpu-rules.md 4.3).
/// </summary>
internal static class LiveUpdate
{
    public static string? Run(Case item)
    {
        CpuDefinition cpu = item.Cpu("cpu");
        CpuDefinition? expected = item.OptionalCpu("expect_cpu");
        bool exact = item.Flag("exact");
        if (!exact)
        {
            cpu = TowardsModel(item, cpu, expected!.Model!);
        }

        CpuDefinition? live = item.Driver.UpdateLive(cpu, item.Data("enabled"), item.Has("disabled") ? item.Data("disabled") : null);
        if (live is null)
        {
            return item.Expect == "not-applicable" ? null : "not applicable";
        }

        return exact ? Operations.Document(item, live) : Difference(item.Driver, live, expected!);
    }

    private static CpuDefinition TowardsModel(Case item, CpuDefinition cpu, string model)
    {
        if (cpu.Model == model)
        {
            return cpu;
        }

        CpuHypervisorModel target = new(model, []);
        if (item.Flag("use_definitions") && item.Qmp("qmp").Definitions is { } definitions
            && definitions.TryGet(model, out CpuHypervisorModel? listed))
        {
            target = listed;
        }

        try
        {
            return item.Driver.Translate(
                cpu with { Fallback = CpuFallback.Allow }, new CpuModelList([target])) with
            { Fallback = CpuFallback.Forbid };
        }
        catch (CpuException)
        {
            return cpu with { Fallback = CpuFallback.Forbid };
        }
    }

    private static string? Difference(CpuDriver driver, CpuDefinition live, CpuDefinition expected)
    {
        if (live.Model != expected.Model)
        {
            return $"expected the model {expected.Model}, got {live.Model}";
        }

        Dictionary<string, CpuPolicy?> actual =
            driver.ExpandFeatures(live).Features.ToDictionary(f => f.Name, f => f.Policy, StringComparer.Ordinal);
        foreach (CpuFeature feature in driver.ExpandFeatures(expected).Features)
        {
            if (!actual.Remove(feature.Name, out CpuPolicy? policy))
            {
                return $"{feature.Name} is missing";
            }

            if (policy != feature.Policy)
            {
                return $"expected {feature}, got {policy}";
            }
        }

        string[] extra = [.. actual.Where(f => f.Value != CpuPolicy.Disable).Select(f => f.Key)];
        return extra.Length == 0 ? null : $"not expected: {string.Join(", ", extra)}";
    }
}
