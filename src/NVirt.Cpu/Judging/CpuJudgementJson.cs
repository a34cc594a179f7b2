using System.Text.Json.Nodes;
using NVirt.Cpu.Axes;
using NVirt.Cpu.Xml;

namespace NVirt.Cpu.Judging;

/// <summary>The JSON form of judgements; docs/json.md lists the fields.</summary>
public static class CpuJudgementJson
{
    /// <summary>
    /// The explanation: verdict, reasons, axes, remarks, and the nearest CPU that fits; what comes in front is the caller's.
    /// </summary>
    /// <param name="json">Gets the fields.</param>
    /// <param name="judgement">The judgement.</param>
    public static void Explain(JsonObject json, CpuJudgement judgement)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(judgement);
        json["verdict"] = CpuWords.Of(judgement.Comparison.Verdict);
        json["undecided"] = judgement.Answer == CpuAnswer.Unknown;
        json["judged"] = judgement.Comparison.IsJudged;
        json["reasons"] = CpuJson.Of([.. judgement.Reasons, .. judgement.AxisReasons]);
        json["axes"] = Of(judgement.Axes);
        json["remarks"] =
            CpuJson.Of([.. CpuRemarks.OnChanges(judgement), .. CpuRemarks.OnVerdict(judgement), .. CpuRemarks.OnMode(judgement),
                .. CpuRemarks.OnReasons(judgement)]);
        if (judgement.Suggest() is { } nearest)
        {
            JsonObject suggestion = [];
            CpuJson.Set(suggestion, "model", nearest.Cpu.Model);
            suggestion["lost"] = CpuJson.Of(nearest.Lost.AsEnumerable());
            suggestion["gained"] = CpuJson.Of(nearest.Gained.AsEnumerable());
            suggestion["cpu"] = CpuXml.Format(nearest.Cpu);
            json["nearest"] = suggestion;
        }
    }

    /// <summary>Findings as an array.</summary>
    public static JsonArray Of(IEnumerable<CpuAxisFinding> findings) => new([.. findings.Select(Of)]);

    private static JsonObject Of(CpuAxisFinding finding)
    {
        JsonObject json = new()
        {
            ["axis"] = CpuJson.Word(finding.Axis),
            ["grade"] = CpuJson.Word(finding.Grade),
        };
        CpuJson.Set(json, "wanted", finding.Wanted);
        CpuJson.Set(json, "offered", finding.Offered);
        CpuJson.Set(json, "guest", finding.Guest);
        CpuJson.Set(json, "host", finding.Host);
        json["text"] = finding.Describe();
        CpuJson.Set(json, "source", finding.Source is { Length: > 0 } source ? source : null);
        CpuJson.Set(json, "remedy", finding.Remedy() is { Length: > 0 } remedy ? remedy : null);
        return json;
    }
}
