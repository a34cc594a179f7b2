namespace NVirt.Cpu.Arm;

internal sealed partial class ArmDriver
{
    /// <summary>Guests are left to the hypervisor; hosts are identical if model and vendor are (cpu-rules.md 4.1, "arm").</summary>
    private protected override CpuComparison CompareCore(CpuDefinition? host, CpuDefinition cpu, IReadOnlyCollection<string> unknown)
    {
        if (cpu.Type == CpuType.Guest)
        {
            return CpuComparison.NotJudged;
        }

        if (host?.Model is null)
        {
            return CpuComparison.Incompatible(
                new CpuReason(host is null ? CpuRule.HostMissing : CpuRule.HostWithoutModel) { Side = CpuType.Host });
        }

        if (cpu.Model != host.Model)
        {
            return Differs(CpuRule.ModelDiffers, cpu.Model, host.Model);
        }

        return cpu.Vendor == host.Vendor ? new CpuComparison(CpuVerdict.Identical)
            : Differs(CpuRule.VendorDiffers, cpu.Vendor, host.Vendor);
    }

    private static CpuComparison Differs(CpuRule rule, string? expected, string? actual) =>
        CpuComparison.Incompatible(new CpuReason(rule, expected) { Expected = expected, Actual = actual, Side = CpuType.Host });
}
