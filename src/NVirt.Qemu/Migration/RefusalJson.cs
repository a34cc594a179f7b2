using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Cpu.Probe;

namespace NVirt.Qemu.Migration;

/// <summary>The form in which another host tells why it refuses a CPU.</summary>
internal static class RefusalJson
{
    // More than there are features.
    private const int MaxReasons = 4096;

    /// <summary>Whether a refusal is a judgement of the CPU, rather than of a document that could not be read.</summary>
    public static bool IsAnswer(CpuRefusal refusal) =>
        refusal.Kind is CpuErrorKind.Incompatible or CpuErrorKind.OperationFailed && !refusal.Reasons.Any(r => IsIgnorance(r.Rule));

    public static JsonObject Write(CpuRefusal refusal) => new()
    {
        ["kind"] = refusal.Kind.ToString(),
        ["reasons"] = new JsonArray([.. refusal.Reasons.Select(Write)]),
    };

    /// <summary>Reads a refusal. Reasons by rules that a newer version has are left out.</summary>
    /// <returns>The refusal; <see langword="null"/> if nothing of it is known here.</returns>
    public static CpuRefusal? Read(JsonElement refusal)
    {
        CpuReason[] reasons = [.. QemuJson.Items(QemuJson.Member(refusal, "reasons")).Take(MaxReasons).Select(ReadReason).OfType<CpuReason>()];
        return reasons.Length > 0 && PeerProtocol.WordOf<CpuErrorKind>(QemuJson.StringOf(refusal, "kind")) is { } kind ? new CpuRefusal(kind, [.. reasons]) : null;
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

    private static CpuReason? ReadReason(JsonElement reason) => PeerProtocol.WordOf<CpuRule>(QemuJson.StringOf(reason, "rule")) is { } rule
        ? new CpuReason(rule, Shown(reason, "subject"))
        {
            Coordinate = Shown(reason, "coordinate"),
            Policy = PeerProtocol.WordOf<CpuPolicy>(QemuJson.StringOf(reason, "policy")),
            Model = Shown(reason, "model"),
            Side = PeerProtocol.WordOf<CpuType>(QemuJson.StringOf(reason, "side")),
            Expected = Shown(reason, "expected"),
            Actual = Shown(reason, "actual"),
        }
        : null;

    private static string? Shown(JsonElement reason, string name) => QemuJson.StringOf(reason, name) is { } text ? PeerText.Show(text) : null;
}
