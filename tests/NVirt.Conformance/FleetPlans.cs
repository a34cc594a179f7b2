using System.Text.Json;
using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Plans;
using NVirt.Platforms;

namespace NVirt.Conformance;

/// <summary>How guests fit what is promised, and in which order hosts are emptied.</summary>
internal static class FleetPlans
{
    private static FeatureSpace Space => FeatureSpace.Of(CpuMap.Default, CpuArchitecture.X86_64);

    public static string? Fit(FleetCase item)
    {
        IReadOnlyList<string> target = item.Item.Names("baseline") ?? item.Item.Names("target") ?? Base(item);
        (string Name, JsonElement Guest)[] guests = item.Item.Has("guests")
            ? [.. item.Of("guests").EnumerateArray().Select(g => (FleetCase.TextOf(g, "name")!, g))]
            : [("guest", item.Of(item.Item.Has("guest") ? "guest" : "live"))];
        foreach ((string name, JsonElement guest) in guests)
        {
            string wanted = FitOf(item.Expect, name);
            string got = FitOf(item, guest, target).Kind.ToString();
            if (!string.Equals(wanted, got, StringComparison.OrdinalIgnoreCase))
            {
                return $"{name}: expected {wanted}, got {got}";
            }
        }

        return null;
    }

    public static string? Drain(FleetCase item)
    {
        JsonElement[] hosts = [.. item.Of("hosts").EnumerateArray()];
        string[] names = [.. hosts.Select(NameOf).Order(StringComparer.Ordinal)];
        long?[] capacities = [.. names.Select(n => Number(hosts.First(h => NameOf(h) == n), "capacity", "memory"))];
        DrainGuest[] guests =
        [
            .. item.Of("guests").EnumerateArray().OrderBy(NameOf, StringComparer.Ordinal).Select(g => new DrainGuest(
                NameOf(g), Array.IndexOf(names, FleetCase.TextOf(g, "host")),
                [
                    .. FleetCase.Names(g.GetProperty("targets")).Select(t => Array.IndexOf(names, t))
                        .Where(t => t != Array.IndexOf(names, FleetCase.TextOf(g, "host"))).Order(),
                ],
                Number(g, "memory", "size") ?? 1)),
        ];
        DrainStep[] steps = [.. DrainOrder.Of(new DrainProblem(names, capacities, guests))];
        string order = string.Join(' ', steps.Select(s => names[s.Host]));
        string wanted = string.Join(' ', FleetCase.Names(
            item.Expect.ValueKind == JsonValueKind.Array ? item.Expect : item.Expect.GetProperty("order")));
        return order != wanted ? $"expected {wanted}, got {order}"
            : item.Expect.ValueKind == JsonValueKind.Object && item.Expect.TryGetProperty("powerCycle", out JsonElement cycled)
                ? FleetCase.Difference("powerCycle", cycled, steps.SelectMany(s => s.PowerCycles).Select(g => guests[g].Name)) : null;
    }

    private static GuestFit FitOf(FleetCase item, JsonElement guest, IReadOnlyList<string> target)
    {
        FeatureSet wanted = Space.SetOf(target);
        if (guest.ValueKind == JsonValueKind.Array
            || (guest.ValueKind == JsonValueKind.Object && (guest.TryGetProperty("live", out JsonElement list)
                || guest.TryGetProperty("features", out list)) && list.ValueKind == JsonValueKind.Array))
        {
            JsonElement names = guest.ValueKind == JsonValueKind.Array ? guest
                : guest.TryGetProperty("live", out JsonElement live) ? live : guest.GetProperty("features");
            return GuestFit.Of(Space, Space.SetOf(FleetCase.Names(names)), default, wanted);
        }

        StatementBits bits = item.Statements(guest)[0].Bits;
        return GuestFit.Of(Space, bits.YesSet, bits.UnknownSet, wanted);
    }

    private static IReadOnlyList<string> Base(FleetCase item)
    {
        FleetInventory inventory = FleetQuestions.Inventory(item);
        return FleetPlan.PoolsOf(inventory).Single().Target;
    }

    private static string FitOf(JsonElement expect, string name) => expect.ValueKind == JsonValueKind.String ? expect.GetString()!
        : expect.TryGetProperty(name, out JsonElement own) && own.ValueKind == JsonValueKind.String ? own.GetString()!
        : expect.TryGetProperty("fits", out JsonElement fits) || expect.TryGetProperty("guests", out fits)
            ? fits.GetProperty(name).GetString()!
        : FleetCase.TextOf(expect, "fit") ?? FleetCase.TextOf(expect, "verdict")
            ?? expect.EnumerateObject().First(l => l.Value.ValueKind == JsonValueKind.Array
                && l.Value.EnumerateArray().Any(n => n.GetString() == name)).Name;

    private static string NameOf(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? element.GetString()! : FleetCase.TextOf(element, "name")!;

    private static long? Number(JsonElement element, params string[] names) => element.ValueKind != JsonValueKind.Object ? null
        : names.Select(n => element.TryGetProperty(n, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            ? value.GetInt64() : (long?)null).FirstOrDefault(v => v is not null);
}
