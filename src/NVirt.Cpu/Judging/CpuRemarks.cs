using NVirt.Cpu.X86;
using NVirt.Xml;

namespace NVirt.Cpu.Judging;

/// <summary>What is known of a CPU beside its verdict, and what the verdict does not say.</summary>
public static class CpuRemarks
{
    private const string Nested = "vmx-";

    /// <summary>That a hypervisor decides.</summary>
    public static string NotJudged => Messages.Remark_NotJudged;

    /// <summary>Why the answer is not what the verdict seems to say.</summary>
    public static IEnumerable<string> OnVerdict(CpuJudgement judgement)
    {
        if (!judgement.Comparison.IsJudged)
        {
            yield return NotJudged;
        }

        if (judgement.Comparison.NeedsHypervisor)
        {
            yield return Messages.Remark_NeedsHypervisor;
        }
    }

    /// <summary>What the mode makes of the definition, which libvirt's comparison does not look at.</summary>
    public static IEnumerable<string> OnMode(CpuJudgement judgement)
    {
        if (judgement.IgnoresModel)
        {
            yield return Text.Of(
                Messages.Remark_IgnoresModel, CpuWords.Of(judgement.Cpu.Definition!.Mode!.Value), judgement.Cpu.Definition.Model);
        }
    }

    /// <summary>What has to change although the verdict does not say so.</summary>
    public static IEnumerable<string> OnChanges(CpuJudgement judgement)
    {
        if (judgement.Cpu.Definition is { } cpu && judgement.Driver.Advanced.HidesThreads(cpu, judgement.Host.Definition?.Vendor))
        {
            yield return Text.Of(Messages.Remark_ThreadsHidden, cpu.Topology!.Value.Threads);
        }
    }

    /// <summary>What helps to understand the verdict.</summary>
    public static IEnumerable<string> OnReasons(CpuJudgement judgement)
    {
        if (judgement.Cpu.Definition is not { } cpu)
        {
            yield break;
        }

        if (judgement.ByFeatures == CpuAnswer.No && cpu is { Type: CpuType.Guest, Check: CpuCheck.None })
        {
            yield return Messages.Remark_CheckNone;
        }

        if (judgement.Reasons.Any(r => IsNested(r.Subject)) && judgement.Host is { Data: null, Definition: { } host }
            && LacksNested(judgement.Driver, host))
        {
            yield return Messages.Remark_NoNested;
        }

        if (cpu is { Type: CpuType.Guest, Mode: CpuMode.Custom, Model: not null } && judgement.Answer != CpuAnswer.None
            && judgement.Driver.LevelOf(cpu) is { } level)
        {
            yield return Level(level);
        }
    }

    private static bool IsNested(string? feature) => feature?.StartsWith(Nested, StringComparison.Ordinal) == true;

    private static bool LacksNested(CpuDriver driver, CpuDefinition host) =>
        !driver.ExpandFeatures(host).Features.Any(f => IsNested(f.Name) && f.Policy is null or CpuPolicy.Require);

    private static string Level(PsAbiReport report) => report.Level switch
    {
        PsAbiLevel.None => Text.Of(Messages.Remark_NoLevel, ReasonLines.Names(report.MissingForNext)),
        PsAbiLevel.V4 => Messages.Remark_LastLevel,
        _ => Text.Of(Messages.Remark_Level, (int)report.Level, (int)report.Level + 1, ReasonLines.Names(report.MissingForNext)),
    };
}
