using System.Collections.Immutable;

namespace NVirt.Cpu.Generic;

internal sealed partial class GenericDriver
{
    /// <summary>
    /// Equal architectures, equal models, the guest's vendor, then the policies applied to names as x86 applies them to bits.
    /// </summary>
    private protected override CpuComparison CompareCore(CpuDefinition? host, CpuDefinition cpu, IReadOnlyCollection<string> unknown)
    {
        if (RefuseFrame(host, cpu, arch => arch == Arch) is { } refused)
        {
            return refused;
        }

        if (cpu.Model is not null && cpu.Model != host!.Model)
        {
            return CpuComparison.Incompatible(
                new CpuReason(CpuRule.ModelDiffers, cpu.Model) { Expected = cpu.Model, Actual = host.Model, Side = CpuType.Host });
        }

        HashSet<string> offered = Offered(host!);
        ImmutableArray<CpuReason> forbidden =
            Refused(CpuRule.ForbiddenFeatureProvided, cpu, f => f.Policy == CpuPolicy.Forbid && offered.Contains(f.Name));
        if (forbidden.Length > 0)
        {
            return CpuComparison.Incompatible(forbidden);
        }

        ImmutableArray<CpuReason> missing = Refused(
            CpuRule.RequiredFeatureMissing, cpu, f => f.Policy is null or CpuPolicy.Require && !offered.Contains(f.Name));
        if (missing.Length > 0)
        {
            return CpuComparison.Incompatible(missing);
        }

        HashSet<string> mentioned = new(cpu.Features.Where(f => f.Policy != CpuPolicy.Forbid).Select(f => f.Name), StringComparer.Ordinal);
        string[] extra = [.. host!.Features.Select(f => f.Name).Where(name => offered.Contains(name) && !mentioned.Contains(name))];
        if (extra.Length == 0)
        {
            return new CpuComparison(CpuVerdict.Identical);
        }

        return cpu is { Type: CpuType.Guest, Match: CpuMatch.Strict }
            ? CpuComparison.Incompatible([.. extra.Select(name => new CpuReason(CpuRule.ExtraFeature, name) { Side = CpuType.Host })])
            : new CpuComparison(CpuVerdict.Superset);
    }

    private static ImmutableArray<CpuReason> Refused(CpuRule rule, CpuDefinition cpu, Func<CpuFeature, bool> breaks) =>
        [.. cpu.Features.AsEnumerable().Where(breaks).Select(f => new CpuReason(rule, f.Name) { Policy = f.Policy, Side = CpuType.Host })];
}
