using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Qemu.Replies;

namespace NVirt.Qemu.Tests.Guests;

/// <summary>The CPU that a running QEMU has built, as it tells of it.</summary>
/// <param name="Features">Its boolean properties by the map's names: whether the guest has the feature.</param>
/// <param name="Unavailable">What the domain asks for and the accelerator cannot give, by the map's names.</param>
/// <param name="Vendor">The 12 characters of the vendor.</param>
/// <param name="Signature">Family, model and stepping.</param>
internal sealed record BuiltCpu(IReadOnlyDictionary<string, bool> Features, IReadOnlySet<string> Unavailable, string Vendor,
    (int Family, int Model, int Stepping) Signature)
{
    public static async Task<BuiltCpu> ReadAsync(RunningQemu qemu)
    {
        JsonElement cpus = await qemu.ExecuteAsync("query-cpus-fast");
        string path = cpus[0].GetProperty("qom-path").GetString()!;
        JsonElement list = await qemu.ExecuteAsync("qom-list", new JsonObject { ["path"] = path });
        string[] names = [.. list.EnumerateArray().Where(p => p.GetProperty("type").GetString() == "bool")
            .Select(p => p.GetProperty("name").GetString()!)];
        JsonElement[] values = await Task.WhenAll(names.Select(GetAsync));

        // A feature may have several names, which say the same.
        Dictionary<string, bool> features = names.Zip(values)
            .GroupBy(p => QemuNames.ToMap(p.First), p => p.Second.GetBoolean(), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        HashSet<string> unavailable =
            [.. (await GetAsync("unavailable-features")).EnumerateArray().Select(f => QemuNames.ToMap(f.GetString()!))];
        return new BuiltCpu(
            features, unavailable, (await GetAsync("vendor"))
                .GetString()!, (await NumberAsync("family"), await NumberAsync("model"), await NumberAsync("stepping")));

        Task<JsonElement> GetAsync(string property) =>
            qemu.ExecuteAsync("qom-get", new JsonObject { ["path"] = path, ["property"] = property });

        async Task<int> NumberAsync(string property) => (await GetAsync(property)).GetInt32();
    }
}
