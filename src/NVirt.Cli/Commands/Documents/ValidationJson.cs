using System.Text.Json.Nodes;
using NVirt.Cli.Commands.Documents;
using NVirt.Cli.Input;
using NVirt.Cli.Output.Json;
using NVirt.Cpu.Judging;
using NVirt.Domains.Validation;

namespace NVirt.Cli.Commands.Documents;

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
        json["mistakes"] = new JsonArray([.. validation.Mistakes.Select(MistakeJson.Of)]);
        return json;
    }
}
