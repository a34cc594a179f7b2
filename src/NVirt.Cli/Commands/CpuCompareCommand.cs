using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cli.Output;
using NVirt.Cpu;

namespace NVirt.Cli.Commands;

/// <summary><c>nvirt cpu compare</c>: can the host run each of the CPUs?</summary>
internal static class CpuCompareCommand
{
    public static Command Create() => JudgingCommand.Create("compare", Messages.Command_CpuCompare, WriteLines, Json, new HypervisorOptions());

    private static void WriteLines(Session session, Judgement judgement)
    {
        Tables.Verdict(session, judgement.Subject, judgement.Word, judgement.Code);
        foreach (CpuReason reason in judgement.Reasons)
        {
            session.Out.Write($"  {reason.Describe()}\n");
        }

        if (!judgement.Comparison.IsJudged)
        {
            session.Out.Write($"  {Messages.Explain_NotJudged}\n");
        }

        if (judgement is { Truth: { } truth })
        {
            session.Out.Write($"  {Hypervisors.Describe(truth)}\n");
            if (judgement.ByMap is { } map && map.IsCompatible != judgement.Comparison.IsCompatible)
            {
                session.Out.Write($"  {Text.Of(Messages.Verdict_ByMap, CpuWords.Of(map.Verdict))}\n");
                foreach (CpuReason reason in map.Refusal?.Reasons ?? [])
                {
                    session.Out.Write($"    {reason.Describe()}\n");
                }
            }
        }
    }

    private static JsonObject Json(Judgement judgement)
    {
        JsonObject json = new() { ["cpu"] = judgement.Subject };
        CpuJson.Set(json, "model", judgement.Cpu.Definition?.Model);
        json["verdict"] = CpuWords.Of(judgement.Comparison.Verdict);
        json["undecided"] = judgement.Code == ExitCode.Undecided;
        json["judged"] = judgement.Comparison.IsJudged;
        json["reasons"] = CpuJson.Of(judgement.Comparison.Refusal?.Reasons ?? []);
        json["unknown"] = CpuJson.Of(judgement.Comparison.Undecided.AsEnumerable());
        CpuJson.Set(json, "truth", judgement.Truth is { } truth ? JsonNamingPolicy.KebabCaseLower.ConvertName(truth.ToString()) : null);
        CpuJson.Set(json, "map", judgement.ByMap is { } map ? CpuWords.Of(map.Verdict) : null);
        return json;
    }
}
