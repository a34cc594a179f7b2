using NVirt.Cpu;

namespace NVirt.Qemu.Migration;

/// <summary>A CPU in the form that is sent (hypervisor-rules.md 5.4).</summary>
internal static class MigratableCpu
{
    /// <summary>
    /// The live CPU without what the hypervisor added to the model itself: another version may not add it, and nobody asked for it.
    /// </summary>
    public static CpuDefinition? Of(CpuDriver driver, CpuDefinition? cpu, CpuDefinition? original)
    {
        if (!driver.Arch.IsX86() || cpu is not { Mode: CpuMode.Custom, Model: { } model })
        {
            return cpu;
        }

        IReadOnlyList<string> added = driver.Advanced.AddedFeatures(model);
        CpuFeatureList features = cpu.Features.Where(f => !added.Contains(f.Name) || original?.Features.Contains(f.Name) == true);
        return cpu with { Features = model == "Icelake-Server" && !features.Contains("pconfig") ? With(features, "pconfig") : features };
    }

    // The first Icelake had it, later microcode removes it, and no guest may rely on it.
    private static CpuFeatureList With(CpuFeatureList features, string disabled) =>
        CpuFeatureList.Create([.. features, new CpuFeature(disabled, CpuPolicy.Disable)]);
}
