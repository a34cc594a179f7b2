using System.Text.Json;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Judging;
using NVirt.Fleet.Matrices;
using NVirt.Fleet.Plans;

namespace NVirt.Conformance;

/// <summary>In which order hosts are emptied.</summary>
internal static class FleetDrains
{
    private static readonly string[] Orders = ["order", "drainOrder", "drain_order", "steps", "hosts", "drain"];
    private static readonly string[] Cycles = ["powerCycle", "powerCycles", "power_cycle", "power_cycles", "cycled", "stop"];

    public static string? Run(FleetCase item)
    {
        (string Name, JsonElement Host)[] hosts =
            [.. CaseWords.Named(item.Of("hosts")).OrderBy(h => h.Name, StringComparer.Ordinal)];
        string[] names = [.. hosts.Select(h => h.Name)];
        (string Name, JsonElement Guest)[] guests =
            [.. CaseWords.Named(item.Of("guests")).OrderBy(g => g.Name, StringComparer.Ordinal)];
        FleetMatrix? matrix = guests.All(g => TargetsIn(item, g.Name, g.Guest) is not null) ? null
            : FleetMatrix.Of(FleetQuestions.Inventory(item), FleetOptions.FeaturesOnly);
        DrainGuest[] all = [.. guests.Select(g => GuestOf(item, g.Name, g.Guest, names, matrix))];
        long?[] capacities = [.. hosts.Select(h => h.Host.ValueKind == JsonValueKind.Number ? h.Host.GetInt64()
            : CaseWords.NumberOf(h.Host, "capacity", "memory", "slots", "free") ?? CapacityOf(item, h.Name))];
        int[]? chosen = CaseWords.Any(item.Item.Json, "drain", "drained") is { } drained
            ? [.. CaseWords.All(drained).Select(h => Array.IndexOf(names, h))] : null;
        DrainStep[] steps = [.. DrainOrder.Of(new DrainProblem(names, capacities, all), chosen)];
        return Order(item, names, steps) ?? PowerCycles(item, steps, all);
    }

    private static DrainGuest GuestOf(FleetCase item, string name, JsonElement guest, string[] names, FleetMatrix? matrix)
    {
        int own = Array.IndexOf(names, CaseWords.TextOf(guest, "host", "on", "from"));
        IEnumerable<string> targets = TargetsIn(item, name, guest) ?? TargetsBy(matrix!, name);
        return new DrainGuest(
            name, own, [.. targets.Select(t => Array.IndexOf(names, t)).Where(t => t >= 0 && t != own).Distinct().Order()],
            CaseWords.NumberOf(guest, "memory", "size", "weight") ?? 1);
    }

    private static IEnumerable<string>? TargetsIn(FleetCase item, string name, JsonElement guest) =>
        (CaseWords.Any(guest, "targets", "able", "hosts", "can") ?? (CaseWords.Any(item.Item.Json, "targets", "graph") is { } all
            ? CaseWords.Any(all, name) : null)) is { } list ? CaseWords.All(list) : null;

    private static IEnumerable<string> TargetsBy(FleetMatrix matrix, string name)
    {
        GuestClass guest = matrix.Inventory.Guests.Single(g => g.Name == name).Class;
        return matrix.Inventory.Hosts.Where(h => matrix[guest, h.Class].IsYes).Select(h => h.Name);
    }

    private static long? CapacityOf(FleetCase item, string host) => CaseWords.Any(item.Item.Json, "capacity", "capacities") switch
    {
        { ValueKind: JsonValueKind.Number } same => same.GetInt64(),
        { ValueKind: JsonValueKind.Object } each => CaseWords.NumberOf(each, host),
        _ => null,
    };

    private static string? Order(FleetCase item, string[] names, DrainStep[] steps)
    {
        string order = string.Join(' ', steps.Select(s => names[s.Host]));
        JsonElement list = item.Expect.ValueKind == JsonValueKind.Array ? item.Expect : CaseWords.Any(item.Expect, Orders)
            ?? throw new InvalidDataException("the case expects no order");
        string wanted = string.Join(' ', list.EnumerateArray().Select(s => CaseWords.TextOf(s, "host") ?? CaseWords.NameOf(s)));
        return order == wanted ? null : $"expected {wanted}, got {order}";
    }

    private static string? PowerCycles(FleetCase item, DrainStep[] steps, DrainGuest[] guests)
    {
        IEnumerable<string> got = steps.SelectMany(s => s.PowerCycles).Select(g => guests[g].Name);
        string? wanted = CaseWords.Any(item.Expect, Cycles) is { } list ? FleetCase.Sorted(CaseWords.All(list))
            : CaseWords.Any(item.Expect, Orders) is { ValueKind: JsonValueKind.Array } each
                && each.EnumerateArray().Any(s => CaseWords.Any(s, Cycles) is not null)
                ? FleetCase.Sorted(each.EnumerateArray().SelectMany(s => CaseWords.Any(s, Cycles) is { } own ? CaseWords.All(own) : []))
            : null;
        return wanted is null || wanted == FleetCase.Sorted(got) ? null : $"expected to stop {wanted}, got {FleetCase.Sorted(got)}";
    }
}
