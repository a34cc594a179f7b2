using System.Collections.Immutable;
using NVirt.Cpu.Axes;
using NVirt.Cpu.Judging;

namespace NVirt.Fleet.Axes;

/// <summary>What all rules say of a guest and a host. Immutable.</summary>
/// <param name="Findings">A finding of each rule that concerns the guest, in the order of the table.</param>
/// <param name="NotJudged">Axes for which the question does not say enough: no host that the guest runs on, or no hypervisor.</param>
public sealed record AxisVerdict(ImmutableArray<AxisFinding> Findings, ImmutableArray<CpuAxis> NotJudged)
{
    /// <summary>The worst grade: fatal before undecided before risky before harmless, which it also is without findings.</summary>
    public CpuAxisGrade Worst => Findings.IsEmpty ? CpuAxisGrade.Harmless : Findings.Max(f => f.Grade);

    /// <summary>
    /// What is told of them without being asked for: what refuses a guest that features do not, and what the guest states.
    /// </summary>
    /// <param name="byFeatures">The answer of features alone.</param>
    public ImmutableArray<CpuAxisFinding> Unasked(CpuAnswer byFeatures) =>
    [
        .. Findings.Where(f => (f.Grade == CpuAxisGrade.Fatal && byFeatures == CpuAnswer.Yes)
            || (f.Axis <= CpuAxis.TscFrequency && f.IsStated)),
    ];
}
