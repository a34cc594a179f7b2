namespace NVirt.Cpu.Generic;

internal sealed partial class GenericDriver
{
    /// <summary>One common model, and the intersection of the features' names in the order of the first CPU.</summary>
    private protected override CpuDefinition BaselineCore(IReadOnlyList<CpuDefinition> cpus, CpuBaselineOptions options)
    {
        CpuDefinition first = cpus[0];
        HashSet<string> common = Offered(first);
        foreach (CpuDefinition cpu in cpus)
        {
            if (cpu.Model != first.Model)
            {
                throw new CpuException(
                    CpuErrorKind.OperationFailed,
                        new CpuReason(CpuRule.ModelDiffers, cpu.Model) { Expected = first.Model, Actual = cpu.Model });
            }

            if (cpu.Vendor is not null && first.Vendor is not null && cpu.Vendor != first.Vendor)
            {
                throw new CpuException(
                    CpuErrorKind.OperationFailed,
                        new CpuReason(CpuRule.VendorsDiffer, cpu.Model) { Expected = first.Vendor, Actual = cpu.Vendor });
            }

            common.IntersectWith(Offered(cpu));
        }

        if (options.Models?.Contains(first.Model!) == false)
        {
            throw new CpuException(CpuErrorKind.Unsupported, CpuRule.ModelNotAllowed, first.Model);
        }

        CpuFeatureListBuilder features = new(CpuType.Guest);
        foreach (CpuFeature feature in first.Features.AsSpan())
        {
            if (common.Contains(feature.Name) && (options.Features?.Contains(feature.Name) ?? true))
            {
                features.Update(feature.Name, CpuPolicy.Require);
            }
        }

        return new CpuDefinition
        {
            Model = first.Model,
            Fallback = CpuFallback.Forbid,
            Vendor = cpus.All(c => c.Vendor is not null) ? first.Vendor : null,
            Features = features.ToList(),
        };
    }
}
