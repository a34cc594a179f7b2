using System.Text.Json;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Pools;

namespace NVirt.Conformance;

/// <summary>Hosts divided into pools.</summary>
internal static class FleetPools
{
    public static string? Pools(FleetCase item)
    {
        FleetInventory inventory = FleetQuestions.Inventory(item);
        PoolDivision division = PoolDivision.Of(inventory, Options(item));
        if (item.IsErrorExpected)
        {
            return $"expected an error, got {division.Pools.Length} pools";
        }

        string[] actual = [.. division.Pools.Select(p => Describe(Hosts(inventory, p), p.Features.Length))];
        string[] expected =
        [
            .. item.Expect.GetProperty("pools").EnumerateArray()
                .Select(p => Describe(FleetCase.Names(p.GetProperty("hosts")), p.GetProperty("features").GetInt32())),
        ];
        return FleetCase.Sorted(actual) != FleetCase.Sorted(expected) ? string.Join("; ", actual)
            : division.Objective != item.Expect.GetProperty("objective").GetInt64() ? $"objective {division.Objective}"
            : division.Loss != item.Expect.GetProperty("loss").GetInt64() ? $"loss {division.Loss}"
            : CaseWords.Any(item.Expect, "curve") is { ValueKind: JsonValueKind.Array } curve
                && !curve.EnumerateArray().Select(l => l.ValueKind == JsonValueKind.Number ? l.GetInt64() : (long?)null)
                    .SequenceEqual(division.Curve) ? $"curve {string.Join(' ', division.Curve)}" : null;
    }

    public static string? Bound(FleetCase item)
    {
        FleetInventory inventory = FleetQuestions.Inventory(item);
        long bound = PoolDivision.BoundFor(inventory, Options(item));
        long loss = PoolDivision.Of(inventory, Options(item)).Loss;
        return bound != item.Expect.GetProperty("bound").GetInt64() ? $"bound {bound}"
            : item.Expect.TryGetProperty("loss", out JsonElement wanted) && wanted.GetInt64() != loss ? $"loss {loss}" : null;
    }

    /// <summary>What features are worth in a case.</summary>
    public static FeatureValue ValueOf(FleetCase item, Platforms.FeatureSpace space) =>
        item.Item.Text("value") switch
        {
            "flat" => FeatureValue.Flat(space),
            null or "default" => FeatureValue.Default(space),
            { } file => FeatureValue.Parse(File.ReadAllText(item.Item.PathOf(file)), space),
        };

    private static PoolOptions Options(FleetCase item) => new()
    {
        Max = (int)(CaseWords.NumberOf(item.Item.Json, "k", "max") ?? int.MaxValue),
        LossPercent = CaseWords.Any(item.Item.Json, "loss", "lossPercent", "loss_percent") is { ValueKind: JsonValueKind.Number } percent
            ? percent.GetDouble() : null,
        Value = space => ValueOf(item, space),
        Keep = item.Item.Names("keep") ?? [],
        Pins = item.Item.Has("pin") || item.Item.Has("pins")
            ? item.Of(item.Item.Has("pin") ? "pin" : "pins").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!)
            : new Dictionary<string, string>(),
        MinSize = item.Item.Has("minSize") ? item.Of("minSize").GetInt32()
            : item.Item.Has("min_size") ? item.Of("min_size").GetInt32() : 1,
    };

    private static IEnumerable<string> Hosts(FleetInventory inventory, DividedPool pool) =>
        pool.Classes.SelectMany(inventory.HostsOf).Select(h => h.Name);

    private static string Describe(IEnumerable<string> hosts, int features) => $"{FleetCase.Sorted(hosts)}: {features}";
}
