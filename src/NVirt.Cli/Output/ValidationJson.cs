using System.Text.Json.Nodes;
using NVirt.Cli.Commands;
using NVirt.RelaxNg;

namespace NVirt.Cli.Output;

/// <summary>The JSON form of what validating came to.</summary>
internal static class ValidationJson
{
    /// <summary>One file; whether it is valid is <see langword="null"/> where it could not be judged.</summary>
    public static JsonObject Of(Validation validation)
    {
        JsonObject json = new()
        {
            ["file"] = validation.File,
            ["valid"] = validation.Problem is null ? validation.Mistakes.Count == 0 : null,
        };
        CpuJson.Set(json, "problem", validation.Problem);
        json["mistakes"] = new JsonArray([.. validation.Mistakes.Select(Of)]);
        return json;
    }

    private static JsonObject Of(RelaxNgError mistake)
    {
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
