using NVirt.Cpu;
using NVirt.Qemu.HostModels;

namespace NVirt.Qemu.Guests;

/// <summary>
/// What a user named is a promise, even where libvirt checks nothing because <c>check</c> is not given: a required feature is present, a
/// forbidden one is absent, and a strict match holds. Only an explicit <c>check='none'</c> turns this off.
/// </summary>
internal static class CpuPromise
{
    /// <summary>Whether a definition promises anything.</summary>
    public static bool IsMade(CpuDefinition? configured) => configured is { Check: not CpuCheck.None };

    /// <summary>Refuses a strict match that the hypervisor's CPU does not meet; if a check was requested, that check reports it.</summary>
    /// <exception cref="CpuException">It does not meet it.</exception>
    public static void RequireStrictMatch(CpuDriver driver, CpuDefinition configured, Func<QemuHostModels> models)
    {
        if (configured is { Check: CpuCheck.Default, Mode: CpuMode.Custom, Match: CpuMatch.Strict, Model: not null }
            && models().Full is { } full)
        {
            driver.Compare(full, configured).ThrowIfRefused();
        }
    }

    /// <summary>The named features that QEMU built differently: missing, or present.</summary>
    public static IEnumerable<CpuReason> Broken(CpuDriver driver, CpuDefinition configured, BuiltCpu built)
    {
        return
        [
            .. Reasons(CpuRule.RequiredFeatureMissing, f => f.Policy is CpuPolicy.Require
            && (built.Unavailable.Contains(f.Name) || !built.Enabled.Contains(f.Name))),
            .. Reasons(CpuRule.ForbiddenFeatureProvided, f => f.Policy is CpuPolicy.Forbid && built.Enabled.Contains(f.Name)),
        ];

        IEnumerable<CpuReason> Reasons(CpuRule rule, Predicate<CpuFeature> isBroken) => configured.Features
            .Where(f => isBroken(f) && !driver.Advanced.IsNeverPassed(f.Name) && driver.Map.FindFeature(f.Name, driver.Arch) is not null)
            .Select(f => new CpuReason(rule, f.Name)
            {
                Coordinate = driver.Map.FindFeature(f.Name, driver.Arch)!.Coordinate,
                Policy = f.Policy,
                Side = CpuType.Host,
            });
    }
}
