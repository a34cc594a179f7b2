using System.Text.Json.Nodes;
using NVirt.Cli.Output;
using NVirt.Cpu;
using NVirt.Cpu.Axes;

namespace NVirt.Cli.Commands;

/// <summary>What compare and explain say in the same words.</summary>
internal static class JudgementText
{
    /// <summary>A finding with its grade.</summary>
    public static string Describe(CpuAxisFinding finding) => Text.Of(
        finding.Grade switch
        {
            CpuAxisGrade.Fatal => Messages.Grade_Fatal,
            CpuAxisGrade.Undecided => Messages.Grade_Undecided,
            CpuAxisGrade.Risky => Messages.Grade_Risky,
            _ => Messages.Grade_Harmless,
        },
        finding.Describe());

    /// <summary>Whose word the verdict is, and what the map alone would say, where a hypervisor was asked.</summary>
    public static void WriteTruth(Session session, Judgement judgement)
    {
        if (judgement is not { Truth: { } truth })
        {
            return;
        }

        session.Out.Write($"  {Hypervisors.Describe(truth)}\n");
        if (judgement.ByMap is { } map && map.IsCompatible != judgement.Comparison.IsCompatible)
        {
            session.Out.Write($"  {Text.Of(Messages.Verdict_ByMap, CpuWords.Of(map.Verdict))}\n");
            foreach (string line in ReasonLines.Of(map.Refusal?.Reasons ?? [], r => r.Describe()))
            {
                session.Out.Write($"    {line}\n");
            }
        }
    }

    /// <summary>Which CPU it is, and where it stands.</summary>
    public static JsonObject Head(Judgement judgement)
    {
        JsonObject json = new() { ["cpu"] = judgement.Subject, ["file"] = judgement.Cpu.File };
        CpuJson.Set(json, "line", judgement.Cpu.Line > 0 ? judgement.Cpu.Line : null);
        CpuJson.Set(json, "name", judgement.Cpu.Name);
        return json;
    }

    /// <summary>The JSON form of findings.</summary>
    public static JsonArray Of(IEnumerable<CpuAxisFinding> findings) => new([.. findings.Select(Of)]);

    private static JsonObject Of(CpuAxisFinding finding)
    {
        JsonObject json = new()
        {
            ["axis"] = CpuJson.Word(finding.Axis),
            ["grade"] = CpuJson.Word(finding.Grade),
            ["wanted"] = finding.Wanted,
        };
        CpuJson.Set(json, "offered", finding.Offered);
        json["text"] = finding.Describe();
        CpuJson.Set(json, "remedy", finding.Remedy() is { Length: > 0 } remedy ? remedy : null);
        return json;
    }
}
