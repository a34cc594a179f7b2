using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.Ppc64;

internal sealed partial class Ppc64Driver
{
    /// <summary>The one model that all CPUs have; its vendor is given only where the model has none (cpu-rules.md 4.6, "ppc64").</summary>
    private protected override CpuDefinition BaselineCore(IReadOnlyList<CpuDefinition> cpus, CpuBaselineOptions options)
    {
        PvrModel model = FindModel(cpus[0].Model);
        string? vendor = null;
        foreach (CpuDefinition cpu in cpus)
        {
            if (cpu.Model != model.Name)
            {
                throw new CpuException(
                    CpuErrorKind.OperationFailed,
                        new CpuReason(CpuRule.ModelDiffers, cpu.Model) { Expected = model.Name, Actual = cpu.Model });
            }

            if (cpu.Vendor is not null)
            {
                CheckVendor(cpu, model.Vendor ?? vendor);
                vendor = cpu.Vendor;
            }
        }

        return new CpuDefinition
        {
            Model = model.Name,
            Fallback = CpuFallback.Forbid,
            Vendor = model.Vendor is null ? vendor : null,
        };
    }

    private void CheckVendor(CpuDefinition cpu, string? expected)
    {
        if (_map.FindVendor(cpu.Vendor!) is null)
        {
            throw new CpuException(CpuErrorKind.OperationFailed, CpuRule.UnknownVendor, cpu.Vendor);
        }

        if (expected is not null && cpu.Vendor != expected)
        {
            throw new CpuException(
                CpuErrorKind.OperationFailed, new CpuReason(CpuRule.VendorsDiffer, cpu.Model) { Expected = expected, Actual = cpu.Vendor });
        }
    }
}
