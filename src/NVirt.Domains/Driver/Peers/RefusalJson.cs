using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Domains.Driver.Peers;

/// <summary>The JSON form of a refusal of a CPU, as it goes to another process.</summary>
public static class RefusalJson
{
    // More than there are features.
    private const int MaxReasons = 4096;

    /// <summary>Whether a refusal is a judgement of the CPU, not of a document that could not be read.</summary>
    public static bool IsAnswer(CpuRefusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return refusal.Kind is CpuErrorKind.Incompatible or CpuErrorKind.OperationFailed && !refusal.Reasons.Any(r => IsIgnorance(r.Rule));
    }

    /// <summary>Writes a refusal.</summary>
    public static JsonObject Write(CpuRefusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return new JsonObject
        {
            ["kind"] = refusal.Kind.ToLibvirt().ToString(),
            ["reasons"] = new JsonArray([.. refusal.Reasons.Select(Write)]),
        };
    }

    /// <summary>Reads a refusal. Reasons that only a newer version knows are left out.</summary>
    /// <returns>The refusal; <see langword="null"/> if this version knows none of it.</returns>
    public static CpuRefusal? Read(JsonElement refusal)
    {
        CpuReason[] reasons =
            [.. JsonText.Items(JsonText.Member(refusal, "reasons")).Take(MaxReasons).Select(ReadReason).OfType<CpuReason>()];
        return reasons.Length > 0 && JsonText.WordOf<CpuErrorKind>(JsonText.StringOf(refusal, "kind")) is { } kind
            ? new CpuRefusal(kind, [.. reasons]) : null;
    }

    private static JsonNode Write(CpuReason reason) => new JsonObject
    {
        ["rule"] = reason.Rule.ToString(),
        ["subject"] = reason.Subject,
        ["coordinate"] = reason.Coordinate,
        ["policy"] = reason.Policy?.ToString(),
        ["model"] = reason.Model,
        ["side"] = reason.Side?.ToString(),
        ["expected"] = reason.Expected,
        ["actual"] = reason.Actual,
    };

    private static bool IsIgnorance(CpuRule rule) => rule
        is CpuRule.Malformed or CpuRule.HostMissing or CpuRule.UnknownFeatureState or CpuRule.UnknownModel or CpuRule.UnknownFeature
        or CpuRule.UnknownVendor or CpuRule.UnknownProcessor or CpuRule.InvalidArgument or CpuRule.BrokenMap or CpuRule.ProbeFailed;

    private static CpuReason? ReadReason(JsonElement reason) => JsonText.WordOf<CpuRule>(JsonText.StringOf(reason, "rule")) is { } rule
        ? new CpuReason(rule, Shown(reason, "subject"))
        {
            Coordinate = Shown(reason, "coordinate"),
            Policy = JsonText.WordOf<CpuPolicy>(JsonText.StringOf(reason, "policy")),
            Model = Shown(reason, "model"),
            Side = JsonText.WordOf<CpuType>(JsonText.StringOf(reason, "side")),
            Expected = Shown(reason, "expected"),
            Actual = Shown(reason, "actual"),
        }
        : null;

    private static string? Shown(JsonElement reason, string name) => JsonText.StringOf(reason, name) is { } text ? PeerText.Show(text)
        : null;
}
