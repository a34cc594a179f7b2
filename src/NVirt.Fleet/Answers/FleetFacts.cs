using System.Text.Json.Nodes;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Inventories;
using NVirt.Xml;

namespace NVirt.Fleet.Answers;

/// <summary>What an answer rests on: how much, by which truth, and how old.</summary>
public static class FleetFacts
{
    /// <summary>The same for programs.</summary>
    public static JsonObject ToJson(FleetInventory inventory)
    {
        JsonObject json = new()
        {
            ["hosts"] = inventory.Hosts.Count,
            ["hostClasses"] = inventory.HostClasses.Length,
            ["guests"] = inventory.Guests.Count,
            ["guestClasses"] = inventory.GuestClasses.Length,
            ["truths"] = CpuJson.Of(Truths(inventory)),
            ["unreachable"] = CpuJson.Of(Unreachable(inventory)),
            ["stale"] = CpuJson.Of(Stale(inventory)),
        };
        if (Oldest(inventory) is { } host)
        {
            json["oldest"] = FleetValue.Stamp(host.Details.Time!.Value);
            json["oldestIsFileTime"] = host.Details.IsFileTime;
        }

        return json;
    }

    /// <summary>One line for people.</summary>
    public static string Line(FleetInventory inventory)
    {
        List<string> parts =
        [
            Text.Of(Messages.Facts_Hosts, inventory.Hosts.Count, inventory.HostClasses.Length),
            Text.Of(Messages.Facts_Guests, inventory.Guests.Count, inventory.GuestClasses.Length),
        ];
        if (inventory.HostClasses.Any(c => !c.IsUnreachable))
        {
            parts.Add(Text.Of(Messages.Facts_Truth, string.Join(", ", inventory.HostClasses.Where(c => !c.IsUnreachable)
                .Select(c => FleetWords.Of(c.Truth).Title).Distinct().Order(StringComparer.Ordinal))));
        }

        if (Oldest(inventory) is { } oldest)
        {
            parts.Add(Text.Of(oldest.Details.IsFileTime ? Messages.Facts_OldestFile : Messages.Facts_Oldest,
                FleetValue.Stamp(oldest.Details.Time!.Value)));
        }

        if (Unreachable(inventory) is { Length: > 0 } unreachable)
        {
            parts.Add(Text.Of(Messages.Facts_Unreachable, Few(unreachable)));
        }

        if (Stale(inventory) is { Length: > 0 } stale)
        {
            parts.Add(Text.Of(Messages.Facts_Stale, Few(stale)));
        }

        return string.Join("; ", parts);
    }

    /// <summary>Hosts whose statement is older than was allowed, by name.</summary>
    internal static string[] Stale(FleetInventory inventory) =>
        [.. inventory.Hosts.Where(h => h.Details.IsStale).Select(h => h.Name)];

    private static string[] Unreachable(FleetInventory inventory) =>
        [.. inventory.Hosts.Where(h => h.Class.IsUnreachable).Select(h => h.Name)];

    private static IEnumerable<string> Truths(FleetInventory inventory) => inventory.HostClasses.Where(c => !c.IsUnreachable)
        .Select(c => FleetWords.Of(c.Truth).Key).Distinct().Order(StringComparer.Ordinal);

    private static FleetHost? Oldest(FleetInventory inventory) =>
        inventory.Hosts.Where(h => h.Details.Time is not null).MinBy(h => h.Details.Time);

    private static string Few(string[] names)
    {
        const int most = 10;
        return names.Length <= most ? string.Join(", ", names)
            : Text.Of(Messages.Facts_More, string.Join(", ", names.Take(most)), names.Length - most);
    }
}
