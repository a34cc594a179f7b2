namespace NVirt.Cpu.Rules;

/// <summary>Steps 1 to 3 of a comparison, which several architectures share (cpu-rules.md 4.1).</summary>
internal static class FrameComparison
{
    /// <summary>The rule that refuses, or <see langword="null"/> if the features decide. Nothing is allocated.</summary>
    public static CpuRule? Judge(CpuDefinition? host, CpuDefinition cpu, Predicate<CpuArchitecture> serves)
    {
        if (host?.Model is null)
        {
            return host is null ? CpuRule.HostMissing : CpuRule.HostWithoutModel;
        }

        if (cpu.Arch != CpuArchitecture.None && !serves(cpu.Arch))
        {
            return CpuRule.ArchitectureDiffers;
        }

        // A vendor that only the host names never matters.
        return cpu.Vendor is not null && cpu.Vendor != host.Vendor ? CpuRule.VendorDiffers : null;
    }

    /// <summary>The same with its reason.</summary>
    public static CpuComparison? Refuses(CpuDefinition? host, CpuDefinition cpu, Predicate<CpuArchitecture> serves) =>
        Judge(host, cpu, serves) switch
        {
            null => null,
            CpuRule.ArchitectureDiffers => Differs(CpuRule.ArchitectureDiffers, cpu.Arch.ToName(), host!.Arch.ToName()),
            CpuRule.VendorDiffers => Differs(CpuRule.VendorDiffers, cpu.Vendor!, host!.Vendor),
            { } rule => CpuComparison.Incompatible(new CpuReason(rule) { Side = CpuType.Host }),
        };

    private static CpuComparison Differs(CpuRule rule, string expected, string? actual) =>
        CpuComparison.Incompatible(new CpuReason(rule, expected) { Expected = expected, Actual = actual, Side = CpuType.Host });
}
