using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Qemu.Replies;

namespace NVirt.Qemu.Tests.Map;

/// <summary>The named CPU models of this machine's QEMU, as reported under TCG.</summary>
internal static class QemuCpus
{
    /// <summary>QEMU's names for this machine or for nothing, not for a processor.</summary>
    private static readonly string[] Unnamed = ["host", "max", "base"];

    /// <summary>Queries everything; about 260 commands, half a second.</summary>
    public static async Task<IReadOnlyList<QemuCpu>> ReadAsync(QemuProcess qemu, CancellationToken cancellation)
    {
        JsonElement definitions = await qemu.Qmp.ExecuteAsync("query-cpu-definitions", cancellation: cancellation);
        List<QemuCpu> cpus = [];
        foreach (JsonElement definition in definitions.EnumerateArray().Where(d => !Unnamed.Contains(Name(d))))
        {
            string name = Name(definition);
            HashSet<string> unavailable =
                [.. definition.GetProperty("unavailable-features").EnumerateArray().Select(f => QemuNames.ToMap(f.GetString()!))];

            // TCG has no VMX, and without VMX none of its features: those are treated as if TCG had all of them.
            JsonElement plain = await ExpandAsync(qemu, name, [], cancellation);
            JsonElement withVmx =
                await ExpandAsync(qemu, name, new JsonObject { ["vmx"] = true, ["x-force-features"] = true }, cancellation);
            Dictionary<string, bool> features = Booleans(plain)
                .ToDictionary(p => p.Key, p => p.Value || unavailable.Contains(p.Key), StringComparer.Ordinal);
            foreach (KeyValuePair<string, bool> part in Booleans(withVmx).Where(p => p.Key.StartsWith("vmx-", StringComparison.Ordinal)))
            {
                features[part.Key] = part.Value;
            }

            cpus.Add(new QemuCpu(name, features, unavailable));
        }

        return cpus;
    }

    private static string Name(JsonElement definition) => definition.GetProperty("name").GetString()!;

    private static async Task<JsonElement> ExpandAsync(QemuProcess qemu, string name, JsonObject props, CancellationToken cancellation)
    {
        JsonObject arguments = new() { ["type"] = "full", ["model"] = new JsonObject { ["name"] = name, ["props"] = props } };
        JsonElement reply = await qemu.Qmp.ExecuteAsync("query-cpu-model-expansion", arguments, cancellation: cancellation);
        return reply.GetProperty("model").GetProperty("props");
    }

    // QEMU has aliases for some features, and the map's name may be one of them: both have the same value.
    private static IEnumerable<KeyValuePair<string, bool>> Booleans(JsonElement props) => props.EnumerateObject()
        .Where(p => p.Value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        .Select(p => KeyValuePair.Create(QemuNames.ToMap(p.Name), p.Value.GetBoolean()))
        .GroupBy(p => p.Key, StringComparer.Ordinal)
        .Select(g => KeyValuePair.Create(g.Key, g.Any(p => p.Value)));
}

/// <summary>A model of QEMU.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Properties">Its boolean properties by the map's names; true if the model has the feature, whether TCG can give it or
/// not.</param>
/// <param name="Unavailable">The features that TCG cannot give, by the map's names.</param>
internal sealed record QemuCpu(string Name, IReadOnlyDictionary<string, bool> Properties, IReadOnlySet<string> Unavailable)
{
    public bool Has(string feature) => Properties.GetValueOrDefault(feature);
}
