using System.CommandLine;
using System.Text.Json.Nodes;
using NVirt.Cli.Output;
using NVirt.Cpu;

namespace NVirt.Cli.Commands;

/// <summary><c>nvirt cpu explain</c>: what to change, on which side, why, and the nearest model that would fit.</summary>
internal static class CpuExplainCommand
{
    public static Command Create() => JudgingCommand.Create("explain", Messages.Command_CpuExplain, Write, Json);

    private static void Write(Session session, Judgement judgement)
    {
        Tables.Verdict(session, judgement.Subject, judgement.Word, judgement.Code);
        string host = Text.OnOneLine(judgement.Host.Definition?.Model ?? Messages.Explain_NoModel);
        session.Out.Write($"  {Sentence(judgement, host)}\n");
        foreach (IGrouping<string, CpuReason> remedy in judgement.Reasons.GroupBy(r => r.Remedy(), StringComparer.Ordinal))
        {
            foreach (CpuReason reason in remedy)
            {
                string meaning = judgement.Driver.Map.FindFeature(reason.Subject ?? string.Empty, judgement.Driver.Arch)?.Description ?? string.Empty;
                session.Out.Write(meaning.Length > 0 ? $"  - {reason.Describe()}: {meaning}\n" : $"  - {reason.Describe()}\n");
            }

            if (remedy.Key.Length > 0)
            {
                session.Out.Write($"    {Text.Of(Messages.Explain_Remedy, remedy.Key)}\n");
            }
        }

        if (Nearest(judgement) is { } nearest)
        {
            session.Out.Write($"  {NearestSentence(nearest)}\n");
        }
    }

    private static string Sentence(Judgement judgement, string host) => judgement.Code switch
    {
        ExitCode.Undecided when !judgement.Comparison.IsJudged => Messages.Explain_NotJudged,
        ExitCode.Undecided => Text.Of(Messages.Explain_Undecided, host),
        ExitCode.NotJudged => Messages.Explain_Error,
        ExitCode.No => Text.Of(Messages.Explain_No, host),
        _ when judgement.Comparison.Verdict == CpuVerdict.Identical => Text.Of(Messages.Explain_Identical, host),
        _ => Text.Of(Messages.Explain_Superset, host),
    };

    private static CpuNearestModel? Nearest(Judgement judgement) => judgement.Code == ExitCode.No
        ? judgement.Driver.NearestModel(judgement.Host.Definition!, judgement.Cpu.Definition!)
        : null;

    private static string NearestSentence(CpuNearestModel nearest) => nearest.Lost.Length == 0
        ? Text.Of(Messages.Explain_Nearest, nearest.Name)
        : Text.Of(Messages.Explain_NearestWithout, nearest.Name, string.Join(", ", nearest.Lost));

    private static JsonObject Json(Judgement judgement)
    {
        JsonObject json = new()
        {
            ["cpu"] = judgement.Subject,
            ["verdict"] = CpuWords.Of(judgement.Comparison.Verdict),
            ["undecided"] = judgement.Code == ExitCode.Undecided,
            ["judged"] = judgement.Comparison.IsJudged,
            ["reasons"] = CpuJson.Of(judgement.Reasons),
        };
        if (Nearest(judgement) is { } nearest)
        {
            json["nearest"] = new JsonObject { ["model"] = nearest.Name, ["lost"] = CpuJson.Of(nearest.Lost.AsEnumerable()) };
        }

        return json;
    }
}
