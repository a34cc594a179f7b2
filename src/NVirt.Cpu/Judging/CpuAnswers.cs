using NVirt.Cpu.Axes;

namespace NVirt.Cpu.Judging;

/// <summary>What comparisons, findings and refusals come to.</summary>
public static class CpuAnswers
{
    // Of several answers the one that comes first here counts.
    private static readonly CpuAnswer[] Precedence = [CpuAnswer.None, CpuAnswer.No, CpuAnswer.Unknown, CpuAnswer.Yes];

    /// <summary>One answer for several: none before no before unknown before yes.</summary>
    public static CpuAnswer Combine(params IEnumerable<CpuAnswer> answers)
    {
        CpuAnswer[] all = [.. answers];
        return Array.Find(Precedence, answer => Array.IndexOf(all, answer) >= 0);
    }

    /// <summary>The answer of a comparison.</summary>
    public static CpuAnswer Of(CpuComparison comparison) => comparison switch
    {
        { Verdict: CpuVerdict.Error } => CpuAnswer.None,
        { Undecided.Length: > 0 } or { IsJudged: false } => CpuAnswer.Unknown,
        { IsCompatible: true } => CpuAnswer.Yes,
        _ => CpuAnswer.No,
    };

    /// <summary>What is said of an axis: no where it is fatal.</summary>
    public static CpuAnswer Of(CpuAxisFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.Grade switch
        {
            CpuAxisGrade.Fatal => CpuAnswer.No,
            CpuAxisGrade.Undecided => CpuAnswer.Unknown,
            _ => CpuAnswer.Yes,
        };
    }

    /// <summary>A refusal: no where the operation judged, unknown where what is unknown decides, otherwise none.</summary>
    public static CpuAnswer Of(CpuRefusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return refusal.Kind == CpuErrorKind.Undecided ? CpuAnswer.Unknown
            : refusal.Reasons.All(r => IsAnswer(r.Rule)) ? CpuAnswer.No
            : CpuAnswer.None;
    }

    private static bool IsAnswer(CpuRule rule) => rule
        is CpuRule.ArchitectureDiffers or CpuRule.ArchitecturesDiffer or CpuRule.VendorDiffers or CpuRule.ModelDiffers
        or CpuRule.HostWithoutModel
        or CpuRule.ForbiddenFeatureProvided or CpuRule.RequiredFeatureMissing or CpuRule.ExtraFeature or CpuRule.BlockedFeature
        or CpuRule.ModelNotAllowed or CpuRule.NoModelFits or CpuRule.NothingInCommon or CpuRule.VendorsDiffer
        or CpuRule.UnexpectedlyEnabled or CpuRule.UnexpectedlyDisabled or CpuRule.EnabledAndDisabled or CpuRule.AxisDiffers;
}
