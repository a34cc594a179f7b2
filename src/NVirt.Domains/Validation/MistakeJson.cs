using System.Text.Json.Nodes;
using NVirt.Cpu.Judging;
using NVirt.RelaxNg;

namespace NVirt.Domains.Validation;

/// <summary>The JSON form of a mistake in a document; docs/json.md lists the fields.</summary>
public static class MistakeJson
{
    /// <summary>Where it stands, what is wrong, and what was expected.</summary>
    public static JsonObject Of(RelaxNgError mistake)
    {
        ArgumentNullException.ThrowIfNull(mistake);
        JsonObject json = new()
        {
            ["line"] = mistake.Line,
            ["column"] = mistake.Column,
            ["kind"] = CpuJson.Word(mistake.Kind),
        };
        CpuJson.Set(json, "element", mistake.Element);
        CpuJson.Set(json, "attribute", mistake.Attribute);
        CpuJson.Set(json, "value", mistake.Value);
        json["expected"] = CpuJson.Of(mistake.Expected);
        CpuJson.Set(json, "suggestion", mistake.Suggestion);
        json["text"] = mistake.Message;
        return json;
    }
}
