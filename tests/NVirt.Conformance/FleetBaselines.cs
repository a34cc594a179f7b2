using System.Text.Json;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Inventories;

namespace NVirt.Conformance;

/// <summary>What hosts have in common, who lowers it, and what to give their guests.</summary>
internal static class FleetBaselines
{
    public static string? Cost(FleetCase item)
    {
        FleetInventory inventory = FleetQuestions.Inventory(item);
        BaselineCost cost = BaselineCost.Of(
            inventory.HostClasses, FleetPools.ValueOf(item, inventory.HostClasses[0].Judged.Bits.Space));
        if (FleetCase.Difference("base", item.Expect.GetProperty("base"), cost.Base) is { } problem)
        {
            return problem;
        }

        if (item.Expect.TryGetProperty("lost", out JsonElement lost) && lost.GetInt32() != cost.Lost.Length)
        {
            return $"{cost.Lost.Length} lost";
        }

        foreach (FleetHost host in inventory.Hosts)
        {
            ClassCost own = cost.Classes[host.Class.Index];
            if (item.Expect.TryGetProperty("only", out JsonElement only))
            {
                string? wrong = only.TryGetProperty(host.Name, out JsonElement names)
                    ? FleetCase.Difference($"only {host.Name}", names, own.Only)
                    : own.Only.IsEmpty ? null : $"only {host.Name}: {FleetCase.Sorted(own.Only)}";
                if (wrong is not null)
                {
                    return wrong;
                }
            }

            if (item.Expect.TryGetProperty("gain", out JsonElement gain) && gain.GetProperty(host.Name).GetInt64() != own.Gain)
            {
                return $"gain of {host.Name}: {own.Gain}";
            }
        }

        return null;
    }
}
