using System.CommandLine;
using System.Text.Json.Nodes;
using NVirt.Cli.Input;
using NVirt.Cli.Output;
using NVirt.Cpu;

namespace NVirt.Cli.Commands;

/// <summary><c>nvirt cpu compare</c>: can the host run each of the CPUs?</summary>
internal static class CpuCompareCommand
{
    public static Command Create()
    {
        Argument<string> file = SharedOptions.File();
        Option<string?> host = SharedOptions.Host();
        return SharedOptions.Command("compare", Messages.Command_CpuCompare, session => Run(session, session.Get(file)!, session.Get(host)), file, host);
    }

    private static int Run(Session session, string file, string? hostFile)
    {
        OutputFormat format = session.Format(OutputFormat.Table, OutputFormat.Json);
        IReadOnlyList<Judgement> judgements = Judgement.JudgeAll(session, file, hostFile);
        if (format == OutputFormat.Json)
        {
            CpuJson.Write(session.Out, new JsonArray([.. judgements.Select(Json)]));
        }
        else
        {
            foreach (Judgement judgement in judgements)
            {
                WriteLines(session, judgement);
            }
        }

        return ExitCode.Combine(judgements.Select(j => j.Code));
    }

    private static void WriteLines(Session session, Judgement judgement)
    {
        Tables.Verdict(session, judgement.Subject, judgement.Word, judgement.Code);
        foreach (CpuReason reason in judgement.Reasons)
        {
            session.Out.Write($"  {reason.Describe()}\n");
        }
    }

    private static JsonObject Json(Judgement judgement)
    {
        JsonObject json = new() { ["cpu"] = judgement.Subject };
        CpuJson.Set(json, "model", judgement.Cpu.Definition.Model);
        json["verdict"] = CpuWords.Of(judgement.Comparison.Verdict);
        json["undecided"] = judgement.Comparison.Undecided.Length > 0;
        json["reasons"] = CpuJson.Of(judgement.Comparison.Refusal?.Reasons ?? []);
        json["unknown"] = CpuJson.Of(judgement.Comparison.Undecided.AsEnumerable());
        return json;
    }
}
