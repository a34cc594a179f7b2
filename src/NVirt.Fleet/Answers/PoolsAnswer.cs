using NVirt.Cpu.Judging;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Pools;
using NVirt.Xml;
using static NVirt.Fleet.Answers.FleetColumns;

namespace NVirt.Fleet.Answers;

/// <summary>Hosts divided so that guests move freely inside a pool.</summary>
public static class PoolsAnswer
{
    /// <summary>The answer: undecided if hosts are in no pool.</summary>
    /// <param name="inventory">The hosts.</param>
    /// <param name="division">How they are divided.</param>
    /// <param name="isAgeStrict">Whether hosts that were read too long ago count as not known.</param>
    public static FleetAnswer Of(FleetInventory inventory, PoolDivision division, bool isAgeStrict = false)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(division);
        return new FleetAnswer(
            Messages.Title_Pools,
            division.Unplaced.IsEmpty ? FleetAnswer.Weaken(inventory, CpuAnswer.Yes, isAgeStrict) : CpuAnswer.Unknown,
            division.IsExact ? Text.Of(Messages.Answer_Pools, division.Pools.Length, division.Loss)
                : Text.Of(Messages.Answer_PoolsBound, division.Pools.Length, division.Loss, division.Bound),
            [PoolsOf(inventory, division), CurveOf(division), GainsOf(division)])
        {
            Inventory = inventory,
            Facts =
            [
                (new("objective", Messages.Column_Objective), division.Objective), (Loss, division.Loss),
                (Bound, division.Bound), (new("exact", Messages.Column_Exact), division.IsExact),
                (new("total", Messages.Column_Total), division.Total),
                (new("unplaced", Messages.Column_Unplaced),
                    division.Unplaced.SelectMany(inventory.HostsOf).Select(h => h.Name).ToArray()),
            ],
        };
    }

    private static FleetTable PoolsOf(FleetInventory inventory, PoolDivision division) => FleetTable.Of(
        "pools", Messages.Heading_Pools, [Pool, Kind, Features, Value, Weight, HostCount, Name],
        division.Pools.Select(p => (IReadOnlyList<object?>)
        [
            p.Name, p.Kind, p.Features.Length, p.Value, p.Weight, p.Hosts,
            p.Classes.SelectMany(inventory.HostsOf).Select(h => h.Name).Order(StringComparer.Ordinal).ToArray(),
        ]));

    private static FleetTable CurveOf(PoolDivision division) => FleetTable.Of(
        "curve", Messages.Heading_Curve, [FleetColumns.Pools, Loss],
        division.Curve.Select((l, i) => (IReadOnlyList<object?>)[i + 1, l]).Where(r => r[1] is not null));

    private static FleetTable GainsOf(PoolDivision division) => FleetTable.Of(
        "gains", Messages.Heading_Gains, [HostsLike, Pool, PossibleGain, Unknown],
        division.Pools.SelectMany(p => p.Classes.Select(c => (IReadOnlyList<object?>)
            [c.Name, p.Name, p.PossibleGain(c), c.Judged.Bits.UnknownSet.Count])).Where(r => r[2] is > 0L));
}
