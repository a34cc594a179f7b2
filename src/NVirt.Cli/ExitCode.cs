using NVirt.Cpu;
using NVirt.Cpu.Axes;

namespace NVirt.Cli;

/// <summary>The exit codes, a contract with scripts.</summary>
internal static class ExitCode
{
    /// <summary>Done; for a comparison: the host can run it.</summary>
    public const int Done = 0;

    /// <summary>Could not be judged: bad arguments, unreadable input, an unknown name.</summary>
    public const int NotJudged = 1;

    /// <summary>Judged, and the answer is no.</summary>
    public const int No = 2;

    /// <summary>What is unknown could turn the answer.</summary>
    public const int Undecided = 3;

    /// <summary>SIGHUP ended it.</summary>
    public const int HungUp = 129;

    /// <summary>SIGINT ended it.</summary>
    public const int Interrupted = 130;

    /// <summary>SIGTERM ended it.</summary>
    public const int Terminated = 143;

    // Of several outcomes the one that comes first here counts.
    private static readonly int[] Precedence = [NotJudged, No, Undecided, Done];

    /// <summary>One code for several inputs: 1 before 2 before 3 before 0.</summary>
    public static int Combine(params IEnumerable<int> codes)
    {
        int[] all = [.. codes];
        return Array.Find(Precedence, code => Array.IndexOf(all, code) >= 0);
    }

    /// <summary>The code of a comparison.</summary>
    public static int Of(CpuComparison comparison) => comparison switch
    {
        { Verdict: CpuVerdict.Error } => NotJudged,
        { Undecided.Length: > 0 } or { IsJudged: false } => Undecided,
        { IsCompatible: true } => Done,
        _ => No,
    };

    /// <summary>The code of what is said of an axis: no where it is fatal.</summary>
    public static int Of(CpuAxisFinding finding) => finding.Grade switch
    {
        CpuAxisGrade.Fatal => No,
        CpuAxisGrade.Undecided => Undecided,
        _ => Done,
    };

    /// <summary>The code of a refusal: 2 where the operation judged and said no, 3 where what is unknown decides, otherwise 1.</summary>
    public static int Of(CpuRefusal refusal) => refusal.Kind == CpuErrorKind.Undecided ? Undecided
        : refusal.Reasons.All(r => IsAnswer(r.Rule)) ? No
        : NotJudged;

    private static bool IsAnswer(CpuRule rule) => rule
        is CpuRule.ArchitectureDiffers or CpuRule.ArchitecturesDiffer or CpuRule.VendorDiffers or CpuRule.ModelDiffers or CpuRule.HostWithoutModel
        or CpuRule.ForbiddenFeatureProvided or CpuRule.RequiredFeatureMissing or CpuRule.ExtraFeature or CpuRule.BlockedFeature
        or CpuRule.ModelNotAllowed or CpuRule.NoModelFits or CpuRule.NothingInCommon or CpuRule.VendorsDiffer
        or CpuRule.UnexpectedlyEnabled or CpuRule.UnexpectedlyDisabled or CpuRule.EnabledAndDisabled;
}
