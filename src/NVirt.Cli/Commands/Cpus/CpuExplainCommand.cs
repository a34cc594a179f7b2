using System.CommandLine;
using System.Text.Json.Nodes;
using NVirt.Cli.Output;
using NVirt.Cli.Output.Json;
using NVirt.Cpu;
using NVirt.Cpu.Axes;
using NVirt.Cpu.Judging;
using NVirt.Cpu.Xml;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Cpus;

/// <summary><c>nvirt cpu explain</c>: what to change, on which side, why, and the nearest CPU that would fit.</summary>
internal static class CpuExplainCommand
{
    public static Command Create() => JudgingCommand.Create("explain", Messages.Command_CpuExplain, Write, Json, judgesAxes: true);

    private static void Write(Session session, Judgement judgement)
    {
        Tables.Verdict(session, judgement.Subject, judgement.Word, judgement.Code);
        session.Out.Write($"  {Sentence(judgement)}\n");
        foreach (IGrouping<string, CpuReason> group in judgement.Reasons.GroupBy(r => r.Remedy(), StringComparer.Ordinal))
        {
            WriteItems(
                session,
                ReasonLines.Of(group, r => WithMeaning(judgement, r)),
                judgement.IsOnlyModelRefused ? Messages.Explain_DropModel : group.Key);
        }

        foreach (CpuAxisFinding finding in judgement.Axes)
        {
            WriteItems(session, [JudgementText.Describe(finding)], finding.Remedy());
        }

        foreach (string line in JudgementText.NotJudged(judgement))
        {
            session.Out.Write($"  {line}\n");
        }

        WriteItems(session, CpuRemarks.OnChanges(judgement), remedy: string.Empty);
        WriteSuggestion(session, judgement);
        foreach (string remark in CpuRemarks.OnMode(judgement).Concat(CpuRemarks.OnReasons(judgement)))
        {
            session.Out.Write($"  {remark}\n");
        }

        JudgementText.WriteTruth(session, judgement);
    }

    private static void WriteItems(Session session, IEnumerable<string> items, string remedy)
    {
        foreach (string item in items)
        {
            session.Out.Write($"  - {item}\n");
        }

        if (remedy.Length > 0)
        {
            session.Out.Write($"    {Text.Of(Messages.Explain_Remedy, remedy)}\n");
        }
    }

    private static string WithMeaning(Judgement judgement, CpuReason reason)
    {
        string meaning = judgement.Driver.Map.FindFeature(reason.Subject ?? string.Empty, judgement.Driver.Arch)?.Description
            ?? string.Empty;
        return meaning.Length > 0 ? $"{reason.Describe()}: {meaning}" : reason.Describe();
    }

    private static string Sentence(Judgement judgement)
    {
        string host = Text.OnOneLine(judgement.Host.Definition?.Model ?? Messages.Explain_NoModel);
        return judgement.ByFeatures switch
        {
            CpuAnswer.Unknown when !judgement.Comparison.IsJudged => CpuRemarks.NotJudged,
            CpuAnswer.Unknown when judgement.Comparison.Undecided.IsEmpty => Text.Of(Messages.Explain_NotThisHost, host),
            CpuAnswer.Unknown => Text.Of(Messages.Explain_Undecided, host),
            CpuAnswer.None => Messages.Explain_Error,
            CpuAnswer.No => Text.Of(Messages.Explain_No, host),
            _ when judgement.Axes.Any(a => a.Grade != CpuAxisGrade.Harmless) || judgement.IgnoresModel
                || CpuRemarks.OnChanges(judgement).Any() =>
                Text.Of(Messages.Explain_But, host),
            _ when judgement.Comparison.Verdict == CpuVerdict.Identical => Text.Of(Messages.Explain_Identical, host),
            _ => Text.Of(Messages.Explain_Superset, host),
        };
    }

    private static void WriteSuggestion(Session session, Judgement judgement)
    {
        if (!judgement.CanBeMended)
        {
            return;
        }

        if (judgement.Suggest() is not { } nearest)
        {
            session.Out.Write($"  {Messages.Explain_NoneNear}\n");
            return;
        }

        string name = nearest.Cpu.Model ?? CpuWords.Of(nearest.Cpu.Mode!.Value);
        bool isSame = nearest.Cpu.Model is null || nearest.Cpu.Model == judgement.Cpu.Definition!.Model;
        session.Out.Write($"  {Text.Of(isSame ? Messages.Explain_Keep : Messages.Explain_Nearest, name)}\n");
        session.Out.Write($"  {Text.Of(Messages.Explain_Lost, ListOf(nearest.Lost))}\n");
        session.Out.Write($"  {Text.Of(Messages.Explain_Gained, ListOf(nearest.Gained))}\n");
        foreach (string line in CpuXml.Format(nearest.Cpu).TrimEnd('\n').Split('\n'))
        {
            session.Out.Write($"    {line}\n");
        }
    }

    private static string ListOf(IReadOnlyCollection<string> names) => names.Count == 0 ? Messages.Word_Nothing : ReasonLines.Names(names);

    private static JsonObject Json(Judgement judgement)
    {
        JsonObject json = JudgementText.Head(judgement);
        CpuJudgementJson.Explain(json, judgement);
        JudgementText.SetAxes(json, judgement);
        return json;
    }
}
