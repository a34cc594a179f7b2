using NVirt.Cpu.Judging;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Plans;
using NVirt.Fleet.Pools;
using NVirt.Fleet.WhatIfs;
using NVirt.Xml;
using static NVirt.Fleet.Answers.FleetColumns;

namespace NVirt.Fleet.Answers;

/// <summary>The answers before and after a change that nobody has made.</summary>
public static class WhatIfAnswer
{
    /// <summary>The answer: no if a guest can go nowhere any more, or must be stopped on the way.</summary>
    /// <param name="before">The inventory as it is.</param>
    /// <param name="after">The inventory as it would be.</param>
    /// <param name="difference">What is different.</param>
    /// <param name="mostPools">The most pools that hosts are divided into; <see langword="null"/> for no division.</param>
    /// <param name="plan">The moves that it asks for; <see langword="null"/> if nobody wants them.</param>
    public static FleetAnswer Of(FleetInventory before, FleetInventory after, FleetDifference difference, int? mostPools = null,
        FleetPlan? plan = null)
    {
        ArgumentNullException.ThrowIfNull(difference);
        List<FleetTable> tables = [GuestsOf(difference), KindsOf(difference)];
        if (mostPools is { } most)
        {
            tables.Add(PoolsOf(before, after, most));
        }

        if (plan is not null)
        {
            tables.Add(PlanAnswer.StepsOf(plan));
        }

        CpuAnswer answer = plan?.Steps.Any(s => !s.PowerCycles.IsEmpty) == true ? CpuAnswer.No : difference.Answer;
        return new FleetAnswer(Messages.Title_WhatIf, answer, WordOf(difference), tables) { Inventory = before };
    }

    private static string WordOf(FleetDifference difference) => difference.Answer == CpuAnswer.Yes ? Messages.Answer_NoneStuck
        : Text.Of(Messages.Answer_NewlyStuck, difference.Guests.Count(g => g.IsNewlyStuck));

    private static FleetTable GuestsOf(FleetDifference difference) => FleetTable.Of(
        "guests", Messages.Heading_GuestsChange, [Guest, Before, After, Undecided],
        difference.Guests.Select(g => (IReadOnlyList<object?>)[g.Guest, g.Old.Yes, g.New.Yes, g.New.Undecided]));

    private static FleetTable KindsOf(FleetDifference difference) => FleetTable.Of(
        "baselines", Messages.Heading_BaselinesChange,
        [Kind, new("physBitsBefore", Messages.Column_BitsBefore), new("physBitsAfter", Messages.Column_BitsAfter), Lost, Gained],
        difference.Kinds.Select(k => (IReadOnlyList<object?>)
            [k.Kind, k.OldPhysBits, k.NewPhysBits, k.Lost.ToArray(), k.Gained.ToArray()]));

    private static FleetTable PoolsOf(FleetInventory before, FleetInventory after, int most)
    {
        PoolDivision[] divisions = [.. new[] { before, after }.Select(i => PoolDivision.Of(i, new PoolOptions { Max = most }))];
        return FleetTable.Of(
            "pools", Messages.Heading_PoolsChange, [Name, FleetColumns.Pools, Loss, Bound, Value],
            divisions.Select((d, i) => (IReadOnlyList<object?>)
            [
                i == 0 ? new FleetWord("before", Messages.Column_Before) : new FleetWord("after", Messages.Column_After),
                d.Pools.Length, d.Loss, d.Bound, d.Objective,
            ]));
    }
}
