using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Cpu.Probe;

namespace NVirt.Qemu.Migration;

/// <summary>The form in which another host tells why it refuses a CPU.</summary>
internal static class RefusalJson
{
    public static JsonObject Write(CpuRefusal refusal) => new()
    {
        ["kind"] = refusal.Kind.ToString(),
        ["reasons"] = new JsonArray([.. refusal.Reasons.Select(Write)]),
    };

    public static CpuRefusal Read(JsonElement refusal) =>
        new(Enum.Parse<CpuErrorKind>(refusal.GetProperty("kind").GetString()!), [.. refusal.GetProperty("reasons").EnumerateArray().Select(ReadReason)]);

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

    private static CpuReason ReadReason(JsonElement reason) =>
        new(Enum.Parse<CpuRule>(reason.GetProperty("rule").GetString()!), QemuJson.StringOf(reason, "subject"))
        {
            Coordinate = QemuJson.StringOf(reason, "coordinate"),
            Policy = Enum.TryParse(QemuJson.StringOf(reason, "policy"), out CpuPolicy policy) ? policy : null,
            Model = QemuJson.StringOf(reason, "model"),
            Side = Enum.TryParse(QemuJson.StringOf(reason, "side"), out CpuType side) ? side : null,
            Expected = QemuJson.StringOf(reason, "expected"),
            Actual = QemuJson.StringOf(reason, "actual"),
        };
}
