using NVirt.Cpu.Map;

namespace NVirt.Cpu.X86;

internal sealed partial class X86Driver
{
    private protected override CpuDefinition BaselineCore(IReadOnlyList<CpuDefinition> cpus, CpuBaselineOptions options)
    {
        FeatureSet common = X86Bits.Resolve(_map, cpus[0], withOptional: false).All;
        int vendor = cpus[0].Vendor is { } first ? FindVendor(first) : -1;
        bool vendorIsNamed = vendor >= 0;
        for (int i = 1; i < cpus.Count; i++)
        {
            // An unknown name is told before a vendor that differs.
            common &= X86Bits.Resolve(_map, cpus[i], withOptional: false).All;
            vendorIsNamed &= cpus[i].Vendor is not null;
            vendor = AgreeOnVendor(vendor, cpus[i]);
        }

        if (options.Features is not null)
        {
            common &= SetOf(options.Features);
        }

        if (common.IsEmpty)
        {
            throw new CpuException(CpuErrorKind.OperationFailed, CpuRule.NothingInCommon);
        }

        string[] names = [.. cpus.Select(c => c.Model!).Distinct(StringComparer.Ordinal)];
        CpuDefinition result = Decode(new CpuDefinition(), new Subject(common, vendor, SignatureEax: 0), options.Models, names, options.Migratable);
        return result with
        {
            Fallback = names.Length == 1 && names[0] == result.Model ? CpuFallback.Forbid : CpuFallback.Allow,
            Vendor = vendorIsNamed ? result.Vendor : null,
        };
    }

    /// <summary>The vendor so far, or the one that this CPU brings; its own counts before its model's (cpu-core.md 4.6 step 2).</summary>
    private int AgreeOnVendor(int vendor, CpuDefinition cpu)
    {
        string? ofModel = VendorForModel(cpu.Model!);
        if (cpu.Vendor is not null && ofModel is not null && cpu.Vendor != ofModel)
        {
            throw VendorsDiffer(cpu, ofModel);
        }

        if ((cpu.Vendor ?? ofModel) is not { } name)
        {
            return vendor;
        }

        if (vendor < 0)
        {
            return FindVendor(name);
        }

        return _map.VendorName(vendor) == name ? vendor : throw VendorsDiffer(cpu, _map.VendorName(vendor));
    }

    private static CpuException VendorsDiffer(CpuDefinition cpu, string expected) => new(
        CpuErrorKind.OperationFailed,
        new CpuReason(CpuRule.VendorsDiffer, cpu.Model) { Expected = expected, Actual = cpu.Vendor });
}
