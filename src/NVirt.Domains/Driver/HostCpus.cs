using NVirt.Cpu;
using NVirt.Domains.Capabilities.Domains;

namespace NVirt.Domains.Driver;

/// <summary>Which CPUs guests can have under a hypervisor that provides all that the host has.</summary>
internal static class HostCpus
{
    private const string NoVendor = "unknown";

    public static DomainCpuCapabilities Describe(CpuDriver driver, CpuDefinition host) => new()
    {
        HostPassthrough = [true, false],
        Maximum = [true, false],
        HostModel = HostModel(driver, host),
        Custom = [.. (driver.Models ?? []).Order(StringComparer.Ordinal).Select(m => Model(driver, host, m))],
    };

    // An architecture without host-model has none to report.
    private static CpuDefinition? HostModel(CpuDriver driver, CpuDefinition host)
    {
        try
        {
            return driver.Update(new CpuDefinition { Mode = CpuMode.HostModel }, host) with { Fallback = CpuFallback.Forbid };
        }
        catch (CpuException)
        {
            return null;
        }
    }

    private static DomainCpuModel Model(CpuDriver driver, CpuDefinition host, string name)
    {
        CpuComparison comparison = driver.Compare(host, new CpuDefinition { Arch = host.Arch, Model = name });
        return new DomainCpuModel(name)
        {
            IsUsable = comparison.IsCompatible,
            Vendor = driver.VendorForModel(name) ?? NoVendor,
            Canonical = driver.CanonicalModel(name),
            Blockers =
            [
                .. comparison.Reasons.Where(r => r is { Rule: CpuRule.RequiredFeatureMissing, Subject: not null })
                    .Select(r => r.Subject!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            ],
        };
    }
}
