using NVirt.Cpu.Judging;
using NVirt.Fleet.Inventories;
using static NVirt.Fleet.Answers.FleetColumns;

namespace NVirt.Fleet.Answers;

/// <summary>What is known of each host, and how well.</summary>
public static class HostsAnswer
{
    /// <summary>The answer: yes if everything is known.</summary>
    /// <param name="inventory">The hosts.</param>
    /// <param name="isAgeStrict">Whether hosts that were read too long ago count as not known.</param>
    public static FleetAnswer Of(FleetInventory inventory, bool isAgeStrict = false)
    {
        CpuAnswer answer = FleetAnswer.Weaken(inventory, CpuAnswer.Yes, isAgeStrict);
        return new FleetAnswer(Messages.Title_Hosts, answer, FleetAnswer.Known(answer), [TableOf(inventory.Hosts)])
        {
            Inventory = inventory,
        };
    }

    /// <summary>Some of the hosts as a table, in their order.</summary>
    public static FleetTable TableOf(IEnumerable<FleetHost> hosts) => FleetTable.Of(
        "hosts", Messages.Heading_Hosts,
        [Host, Class, Kind, FleetColumns.Cpu, Truth, Features, Unknown, PhysBits, Weight, Time, State, Problem,
            new("versions", Messages.Column_Versions)],
        hosts.Select(h => (IReadOnlyList<object?>)
        [
            h.Name,
            h.Class.Name,
            h.Class.Vendor,
            h.Class.IsUnreachable ? null : FleetWords.CpuOf(h.Class.Judged),
            h.Class.IsUnreachable ? null : FleetWords.Of(h.Class.Truth),
            h.Class.IsUnreachable ? null : h.Class.Judged.Bits.YesSet.Count,
            h.Class.Judged.Bits.UnknownSet.Count,
            h.Class.Judged.Axes.PhysBits,
            h.Weight,
            h.Details.Time,
            h.Class.IsUnreachable ? new FleetWord("unreachable", Messages.Word_Unreachable)
                : h.Details.IsStale ? new FleetWord("stale", Messages.Word_Stale) : null,
            h.Details.Problem,
            h.Details.Versions.Told.Select(v => $"{v.Word} {v.Version}").ToArray(),
        ]));
}
