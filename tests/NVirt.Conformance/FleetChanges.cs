using System.Text.Json;
using NVirt.Fleet.Drifts;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Judging;
using NVirt.Fleet.WhatIfs;

namespace NVirt.Conformance;

/// <summary>What changed, and what would.</summary>
internal static class FleetChanges
{
    public static string? Drift(FleetCase item)
    {
        HostDrift drift = HostDrift.Of(
            item.Statements(item.Of("old")), item.Statements(item.Of("new")),
            [.. item.Item.Names("baseline") ?? [], .. item.Item.Names("live") ?? []],
            isSame: item.Item.Flag("same"));
        if (item.IsErrorExpected)
        {
            return $"expected an error, got {drift.Grade}";
        }

        string grade = drift.Grade.ToString();
        return List("lost", drift.Truths.SelectMany(t => t.Lost)) ?? List("gained", drift.Truths.SelectMany(t => t.Gained))
            ?? List("unknown", drift.Truths.SelectMany(t => t.Unknown))
            ?? List("causes", drift.Causes)
            ?? (string.Equals(grade, FleetCase.TextOf(item.Expect, "grade"), StringComparison.OrdinalIgnoreCase) ? null : grade);

        string? List(string name, IEnumerable<string> actual) =>
            item.Expect.TryGetProperty(name, out JsonElement list) ? FleetCase.Difference(name, list, actual) : null;
    }

    public static string? WhatIf(FleetCase item)
    {
        FleetInventory inventory = FleetQuestions.Inventory(item);
        JsonElement action = CaseWords.Any(item.Item.Json, "action", "actions")
            ?? throw new InvalidDataException("the case has no action");
        FleetInventory changed = ChangedFleet.Of(inventory, action.ValueKind == JsonValueKind.Array
            ? action.EnumerateArray().Select(a => ChangeOf(item, a)) : [ChangeOf(item, action)]);
        FleetDifference difference = FleetDifference.Of(inventory, changed, FleetOptions.FeaturesOnly);
        KindDifference? kind = difference.Kinds.Length > 1 ? null : difference.Kinds.FirstOrDefault()
            ?? new KindDifference(string.Empty, [], [], null, null);
        if (kind is null)
        {
            return $"{difference.Kinds.Length} kinds change";
        }

        string? problem = List("lost", kind.Lost) ?? List("gained", kind.Gained)
            ?? List("stuck", difference.New.Stuck.SelectMany(changed.GuestsOf).Select(g => g.Name));
        return problem ?? (item.Expect.TryGetProperty("physBits", out JsonElement bits) && kind.OldPhysBits is not null
            && bits.ValueKind == JsonValueKind.Array && !bits.EnumerateArray().Select(b => b.GetInt32())
                .SequenceEqual([kind.OldPhysBits ?? 0, kind.NewPhysBits ?? 0])
            ? $"physBits {kind.OldPhysBits} {kind.NewPhysBits}" : null);

        string? List(string name, IEnumerable<string> actual) =>
            item.Expect.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array
                ? FleetCase.Difference(name, list, actual) : null;
    }

    private static FleetChange ChangeOf(FleetCase item, JsonElement action)
    {
        string name = FleetCase.TextOf(action, "name") ?? FleetCase.TextOf(action, "host") ?? "added";
        return action.TryGetProperty("add", out JsonElement added)
            ? new FleetChange.Add(name, [.. item.Statements(added)], (int)(CaseWords.NumberOf(action, "times", "count", "n", "x") ?? 1))
            : FleetCase.TextOf(action, "retire") is { } retired ? new FleetChange.Retire(retired)
            : FleetCase.TextOf(action, "remove") is { } removed ? new FleetChange.Retire(removed)
            : action.TryGetProperty("lose", out JsonElement lost) ? new FleetChange.Features(name, [.. FleetCase.Names(lost)], [])
            : action.TryGetProperty("gain", out JsonElement gained) ? new FleetChange.Features(name, [], [.. FleetCase.Names(gained)])
            : FleetCase.TextOf(action, "move") is { } moved ? new FleetChange.Move(moved, FleetCase.TextOf(action, "pool") ?? "pool")
            : CaseWords.Any(action, "microcode", "replace", "bios", "kernel", "upgrade-qemu", "upgrade", "with") is { } file
                ? new FleetChange.Replace(name, [.. item.Statements(file)])
            : throw new InvalidDataException($"the runner does not know the action {action}");
    }
}
