using System.Text.Json.Nodes;
using NVirt.Cli.Commands.Hypervisors;
using NVirt.Cli.Output;
using NVirt.Cli.Output.Json;
using NVirt.Cpu;
using NVirt.Cpu.Axes;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Axes;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Cpus;

/// <summary>What compare and explain say in the same words.</summary>
internal static class JudgementText
{
    /// <summary>A finding with its grade, and where the rule comes from.</summary>
    public static string Describe(CpuAxisFinding finding) =>
        finding.Source.Length > 0 ? $"{WithGrade(finding)} [{finding.Source}]" : WithGrade(finding);

    /// <summary>What was not judged, and what would have to be said.</summary>
    public static IEnumerable<string> NotJudged(Judgement judgement)
    {
        string[] ofHypervisor = [.. judgement.NotJudged.Where(a => a == CpuAxis.PhysicalAddressBits).Select(AxisFinding.NameOf)];
        string[] ofHost = [.. judgement.NotJudged.Where(a => a != CpuAxis.PhysicalAddressBits).Select(AxisFinding.NameOf)];
        if (ofHypervisor.Length > 0)
        {
            yield return Text.Of(Messages.Axes_NeedHypervisor, string.Join(", ", ofHypervisor));
        }

        if (ofHost.Length > 0)
        {
            yield return Text.Of(Messages.Axes_NeedFrom, string.Join(", ", ofHost));
        }
    }

    private static string WithGrade(CpuAxisFinding finding) => Text.Of(
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
        if (judgement.ByTruths is { } both)
        {
            session.Out.Write($"  {Text.Of(Messages.Verdict_BothTruths, both.Libvirt.Word, both.Starts.Word)}\n");
        }

        if (judgement is not { Truth: { } truth })
        {
            return;
        }

        session.Out.Write($"  {HypervisorCpus.Describe(truth)}\n");
        if (judgement.ByMap is { } map && map.IsCompatible != judgement.Comparison.IsCompatible)
        {
            session.Out.Write($"  {Text.Of(Messages.Verdict_ByMap, CpuWords.Of(map.Verdict))}\n");
            foreach (string line in ReasonLines.Of(map.Reasons, r => r.Describe()))
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
        CpuJson.Set(json, "libvirt", judgement.ByTruths?.Libvirt.JsonWord);
        CpuJson.Set(json, "starts", judgement.ByTruths?.Starts.JsonWord);
        return json;
    }

    /// <summary>What is said besides features, where it is judged.</summary>
    public static void SetAxes(JsonObject json, Judgement judgement)
    {
        if (judgement.Axes.IsEmpty && judgement.NotJudged.IsEmpty)
        {
            return;
        }

        json["answer"] = judgement.VerdictWithAxes is { } verdict ? CpuWords.Of(verdict) : "undecided";
        json["axes"] = CpuJudgementJson.Of(judgement.Axes);
        json["notJudged"] = new JsonArray([.. judgement.NotJudged.Select(a => JsonValue.Create(CpuJson.Word(a)))]);
    }
}
