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
            inventory.HostClasses, FleetPools.ValueOf(item, FleetCase.Space));
        if (item.IsErrorExpected)
        {
            return $"expected an error, got {cost.Base.Length} features";
        }

        if (CaseWords.Any(item.Expect, "base") is { } common && FleetCase.Difference("base", common, cost.Base) is { } problem)
        {
            return problem;
        }

        if (item.Expect.TryGetProperty("lost", out JsonElement lost) && (lost.ValueKind == JsonValueKind.Array
            ? FleetCase.Difference("lost", lost, cost.Lost) is not null : lost.GetInt32() != cost.Lost.Length))
        {
            return $"{cost.Lost.Length} lost";
        }

        if (CaseWords.Any(item.Expect, "retire", "order", "steps") is { ValueKind: JsonValueKind.Array } steps
            && !CaseWords.All(steps).SequenceEqual(cost.Steps.Select(s => s.Class.Name)))
        {
            return $"retired: {string.Join(' ', cost.Steps.Select(s => s.Class.Name))}";
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

            if (item.Expect.TryGetProperty("gain", out JsonElement gain) && gain.TryGetProperty(host.Name, out JsonElement more)
                && more.GetInt64() != own.Gain)
            {
                return $"gain of {host.Name}: {own.Gain}";
            }
        }

        return null;
    }

    public static string? Baseline(FleetCase item)
    {
        FleetInventory inventory = FleetQuestions.Inventory(item);
        BaselineCost cost = BaselineCost.Of(
            inventory.HostClasses, FleetPools.ValueOf(item, FleetCase.Space));
        if (item.IsErrorExpected)
        {
            return $"expected an error, got {cost.Base.Length} features";
        }

        if (CaseWords.TextOf(item.Expect, "model") is not null)
        {
            return Recommend(item);
        }

        JsonElement expect = item.Expect;
        int? bits = inventory.HostClasses.Min(c => c.Judged.Axes.PhysBits);
        JsonElement common = expect.ValueKind == JsonValueKind.Array ? expect
            : CaseWords.Any(expect, "base", "features", "common", "yes", "baseline")
                ?? default;
        return (common.ValueKind == JsonValueKind.Undefined ? null
                : common.ValueKind == JsonValueKind.Number ? common.GetInt32() == cost.Base.Length ? null : $"{cost.Base.Length} features"
                : FleetCase.Difference("base", common, cost.Base))
            ?? Listed("possible", cost.Possible) ?? Listed("lost", cost.Lost) ?? Listed("groupsLost", cost.GroupsLost)
            ?? (CaseWords.NumberOf(expect, "value") is { } value && value != cost.Value ? $"value {cost.Value}" : null)
            ?? (CaseWords.NumberOf(expect, "physBits", "phys_bits") is { } wanted && wanted != bits ? $"physBits {bits}" : null);

        string? Listed(string name, IEnumerable<string> actual) => CaseWords.Any(expect, name) switch
        {
            { ValueKind: JsonValueKind.Array } list => FleetCase.Difference(name, list, actual),
            { ValueKind: JsonValueKind.Number } count when count.GetInt32() != actual.Count() => $"{actual.Count()} {name}",
            _ => null,
        };
    }

    public static string? Recommend(FleetCase item)
    {
        FleetInventory inventory = FleetQuestions.Inventory(item);
        Recommendation recommended = Recommendation.Of(
            inventory.HostClasses, item.Item.Text("platform") ?? "libvirt", FleetPools.ValueOf(item, FleetCase.Space));
        if (!item.IsErrorExpected && recommended.Cpu.Model != FleetCase.TextOf(item.Expect, "model"))
        {
            return $"model {recommended.Cpu.Model}";
        }

        if (item.IsErrorExpected)
        {
            return $"expected an error, got {recommended.Cpu.Model}";
        }

        if (item.Expect.TryGetProperty("removed", out JsonElement removed) || item.Expect.TryGetProperty("disable", out removed))
        {
            if (FleetCase.Difference("removed", removed, recommended.Removed) is { } wrong)
            {
                return wrong;
            }
        }

        if (CaseWords.Any(item.Expect, "extras") is null)
        {
            return null;
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
