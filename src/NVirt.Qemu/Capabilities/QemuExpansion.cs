using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Qemu.Replies;
using NVirt.Xml;

namespace NVirt.Qemu.Capabilities;

/// <summary>
/// The forms of <c>query-cpu-model-expansion</c> that are sent, and recognized in recordings (hypervisor-rules.md 1.5).
/// </summary>
internal static class QemuExpansion
{
    public const string Full = "full";
    private const string Static = "static";
    private const string Migratable = "migratable";
    private const string HyperV = "hv-passthrough";

    /// <summary>The expansion type that gives the slot's properties.</summary>
    public static string TypeFor(CpuArchitecture arch) => QemuArchitectures.IsArm(arch) ? Full : Static;

    public static JsonObject Plain(string type, string model) => new() { ["type"] = type, ["model"] = new JsonObject { ["name"] = model } };

    public static JsonObject WithoutMigration(string type, string model) =>
        With(Plain(type, model), new JsonObject { [Migratable] = false });

    public static JsonObject HyperVCapabilities(string model) =>
        With(Plain(Full, model), new JsonObject { [Migratable] = false, [HyperV] = true });

    public static string? TypeOf(QemuExchange exchange) => JsonText.StringOf(exchange.Arguments, "type");

    public static bool IsPlain(QemuExchange exchange) => PropsOf(exchange) is null;

    public static bool IsWithoutMigration(QemuExchange exchange) =>
        JsonText.Member(PropsOf(exchange), Migratable) is { ValueKind: JsonValueKind.False } && !IsHyperV(exchange);

    public static bool IsHyperV(QemuExchange exchange) => JsonText.IsTrue(PropsOf(exchange), HyperV);

    private static JsonObject With(JsonObject expansion, JsonObject props)
    {
        expansion["model"]!["props"] = props;
        return expansion;
    }

    private static JsonElement? PropsOf(QemuExchange exchange) => JsonText.Member(JsonText.Member(exchange.Arguments, "model"), "props");
}
