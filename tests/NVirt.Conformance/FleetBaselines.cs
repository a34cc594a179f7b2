using System.Text;
using System.Text.Json;
using NVirt.Cpu;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Freezes;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Recommendations;

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

    public static string? Baseline(FleetCase item)
    {
        FleetInventory inventory = FleetQuestions.Inventory(item);
        BaselineCost cost = BaselineCost.Of(inventory.HostClasses, FeatureValue.Flat(inventory.HostClasses[0].Judged.Bits.Space));
        return (string[])["base", "features"] is var names && names.FirstOrDefault(n => item.Expect.TryGetProperty(n, out _)) is { } name
            ? FleetCase.Difference(name, item.Expect.GetProperty(name), cost.Base)
                ?? (item.Expect.TryGetProperty("possible", out JsonElement possible)
                    ? FleetCase.Difference("possible", possible, cost.Possible) : null)
            : item.Expect.TryGetProperty("model", out _) ? Recommend(item) : "the runner does not know what is expected";
    }

    public static string? Recommend(FleetCase item)
    {
        FleetInventory inventory = FleetQuestions.Inventory(item);
        Platforms.FeatureSpace space = inventory.HostClasses[0].Judged.Bits.Space;
        Recommendation recommended = Recommendation.Of(
            inventory.HostClasses, item.Item.Text("platform") ?? "libvirt", FleetPools.ValueOf(item, space));
        if (recommended.Cpu.Model != FleetCase.TextOf(item.Expect, "model"))
        {
            return $"model {recommended.Cpu.Model}";
        }

        // What no hypervisor is ever given by name is left out of the comparison.
        CpuDriver driver = CpuDriver.For(CpuArchitecture.X86_64);
        string wanted = FleetCase.Sorted(
            FleetCase.Names(item.Expect.GetProperty("extras")).Where(f => !driver.Advanced.IsNeverPassed(f)));
        string got = FleetCase.Sorted(recommended.Extras);
        return wanted == got ? null : $"extras: expected {wanted}, got {got}";
    }

    public static string? Digest(FleetCase item)
    {
        string canonical = CanonicalJson.Of(Encoding.UTF8.GetBytes(item.Of("document").GetRawText()));
        return item.IsErrorExpected ? "expected an error"
            : canonical != FleetCase.TextOf(item.Expect, "canonical") ? canonical
            : FrozenBaseline.DigestOf(canonical) != FleetCase.TextOf(item.Expect, "sha256") ? "the digest differs" : null;
    }
}
