using System.Text.Json;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Judging;
using NVirt.Fleet.Matrices;
using NVirt.Platforms;

namespace NVirt.Conformance;

/// <summary>Questions about whole fleets: which guest can go where.</summary>
internal static class FleetQuestions
{
    public static string? Matrix(FleetCase item)
    {
        FleetMatrix matrix = FleetMatrix.Of(Inventory(item), FleetOptions.FeaturesOnly);
        foreach (JsonElement cell in item.Expect.GetProperty("cells").EnumerateArray())
        {
            FleetGuest guest = matrix.Inventory.Guests.Single(g => g.Name == FleetCase.TextOf(cell, "guest"));
            FleetHost host = matrix.Inventory.FindHost(FleetCase.TextOf(cell, "host")!)!;
            PairVerdict pair = matrix.Explain(guest.Class, host.Class);
            string verdict = matrix[guest.Class, host.Class].Verdict.ToString().ToLowerInvariant();
            string place = $"{guest.Name} on {host.Name}";
            if (CaseWords.Any(cell, "unknown") is { ValueKind: JsonValueKind.Array } open
                && FleetCase.Difference(place, open, pair.Unknown) is { } wrong)
            {
                return wrong;
            }

            if (verdict != FleetCase.TextOf(cell, "verdict") || pair.Verdict != matrix[guest.Class, host.Class].Verdict)
            {
                return $"{place}: {verdict}";
            }

            if (cell.TryGetProperty("missing", out JsonElement missing) && (missing.ValueKind != JsonValueKind.Array
                ? !pair.Starts.IsOtherProcessor : FleetCase.Difference(place, missing, pair.Missing) is not null))
            {
                return $"{place}: missing {FleetCase.Sorted(pair.Missing)}";
            }
        }

        return (CaseWords.Any(item.Expect, "targets")?.EnumerateObject().ToArray() ?? [])
            .Select(t => (t.Name, Wanted: t.Value.GetInt32(), Got: TargetsOf(matrix, t.Name)))
            .Where(t => t.Wanted != t.Got).Select(t => $"{t.Name} has {t.Got} targets, not {t.Wanted}").FirstOrDefault();
    }

    public static string? Stuck(FleetCase item)
    {
        FleetMatrix matrix = FleetMatrix.Of(Inventory(item), FleetOptions.FeaturesOnly);
        return FleetCase.Difference(
            "stuck", item.Expect.GetProperty("stuck"), matrix.Stuck.SelectMany(matrix.Inventory.GuestsOf).Select(g => g.Name));
    }

    /// <summary>The hosts and guests of a case.</summary>
    public static FleetInventory Inventory(FleetCase item)
    {
        FleetBuilder builder = new();
        foreach (JsonElement host in item.Of("hosts").EnumerateArray())
        {
            builder.AddHost(NameOf(host), item.Statements(host)[0], new HostDetails { Weight = WeightOf(host) });
        }

        if (item.Item.Has("guests"))
        {
            foreach (JsonElement guest in item.Of("guests").EnumerateArray())
            {
                CpuStatement statement = item.Statements(guest)[0];
                string? host = FleetCase.TextOf(guest, "host");
                builder.AddGuest(FleetCase.TextOf(guest, "name")!, new GuestDetails
                {
                    Request = statement,
                    Live = host is null ? null : statement,
                    Host = host,
                    IsRunning = host is not null,
                });
            }
        }

        return builder.Build();
    }

    private static int TargetsOf(FleetMatrix matrix, string name) =>
        matrix.Targets[matrix.Inventory.Guests.Single(g => g.Name == name).Class.Index].Yes;

    private static string NameOf(JsonElement host) => host.ValueKind == JsonValueKind.String
        ? Path.GetFileNameWithoutExtension(host.GetString()!).Replace("x86_64-cpuid-", string.Empty, StringComparison.Ordinal)
        : FleetCase.TextOf(host, "name")!;

    private static long WeightOf(JsonElement host) => host.ValueKind == JsonValueKind.Object
        && host.TryGetProperty("weight", out JsonElement weight) ? weight.GetInt64() : 1;
}
