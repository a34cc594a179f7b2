using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cli.Output;
using NVirt.Cli.Output.Json;
using NVirt.Cpu;
using NVirt.Cpu.Axes;
using NVirt.Cpu.Judging;

namespace NVirt.Cli.Commands.Cpus;

/// <summary><c>nvirt cpu compare</c>: can the host run each of the CPUs?</summary>
internal static class CpuCompareCommand
{
    public static Command Create() => JudgingCommand.Create("compare", Messages.Command_CpuCompare, WriteLines, Json, judgesAxes: false);

    private static void WriteLines(Session session, Judgement judgement)
    {
        Tables.Verdict(session, judgement.Subject, judgement.Word, judgement.Code);
        foreach (string line in ReasonLines.Of(judgement.Reasons, r => r.Describe()))
        {
            session.Out.Write($"  {line}\n");
        }

        foreach (string remark in CpuRemarks.OnVerdict(judgement).Concat(CpuRemarks.OnMode(judgement)))
        {
            session.Out.Write($"  {remark}\n");
        }

        foreach (CpuAxisFinding finding in judgement.Axes)
        {
            session.Out.Write($"  {JudgementText.Describe(finding)}\n");
        }

        foreach (string line in JudgementText.NotJudged(judgement))
        {
            session.Out.Write($"  {line}\n");
        }

        JudgementText.WriteTruth(session, judgement);
    }

    private static JsonObject Json(Judgement judgement)
    {
        JsonObject json = JudgementText.Head(judgement);
        CpuJson.Set(json, "model", judgement.Cpu.Definition?.Model);
        json["verdict"] = CpuWords.Of(judgement.Comparison.Verdict);
        json["undecided"] = judgement.Code == ExitCode.Undecided;
        json["judged"] = judgement.Comparison.IsJudged;
        json["reasons"] = CpuJson.Of([.. judgement.Comparison.Reasons, .. OfAxes(CpuAxisGrade.Fatal)]);
        json["unknown"] = CpuJson.Of([.. judgement.Comparison.Undecided, .. OfAxes(CpuAxisGrade.Undecided)]);
        JudgementText.SetAxes(json, judgement);
        CpuJson.Set(json, "truth", judgement.Truth is { } truth ? JsonNamingPolicy.KebabCaseLower.ConvertName(truth.ToString()) : null);
        CpuJson.Set(json, "map", judgement.ByMap is { } map ? CpuWords.Of(map.Verdict) : null);
        return json;

        IEnumerable<CpuReason> OfAxes(CpuAxisGrade grade) => judgement.Axes.Where(a => a.Grade == grade).Select(a => a.ToReason());
    }
}
