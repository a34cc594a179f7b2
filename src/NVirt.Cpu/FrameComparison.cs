namespace NVirt.Cpu;

/// <summary>Steps 1 to 3 of a comparison, which several architectures share (cpu-core.md 4.1).</summary>
internal static class FrameComparison
{
    /// <summary>The refusal by host, architecture or vendor, or <see langword="null"/> if the features decide.</summary>
    public static CpuComparison? Refuses(CpuDefinition? host, CpuDefinition cpu, Predicate<CpuArchitecture> serves)
    {
        if (host?.Model is null)
        {
            return CpuComparison.Incompatible(new CpuReason(host is null ? CpuRule.HostMissing : CpuRule.HostWithoutModel) { Side = CpuType.Host });
        }

        if (cpu.Arch != CpuArchitecture.None && !serves(cpu.Arch))
        {
            return CpuComparison.Incompatible(
                new CpuReason(CpuRule.ArchitectureDiffers, cpu.Arch.ToName()) { Expected = cpu.Arch.ToName(), Actual = host.Arch.ToName(), Side = CpuType.Host });
        }

        // A vendor that only the host names never matters.
        return cpu.Vendor is not null && cpu.Vendor != host.Vendor
            ? CpuComparison.Incompatible(
                new CpuReason(CpuRule.VendorDiffers, cpu.Vendor) { Expected = cpu.Vendor, Actual = host.Vendor, Side = CpuType.Host })
            : null;
    }
}
