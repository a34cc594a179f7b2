using NVirt.Cpu.Judging;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Inventories;
using NVirt.Xml;
using static NVirt.Fleet.Answers.FleetColumns;

namespace NVirt.Fleet.Answers;

/// <summary>What hosts have in common, who lowers it, and what that costs.</summary>
public static class BaselineAnswer
{
    /// <summary>The answer.</summary>
    /// <param name="inventory">What the answer rests on.</param>
    /// <param name="cost">The baseline with its cost.</param>
    /// <param name="isAgeStrict">Whether hosts that were read too long ago count as not known.</param>
    public static FleetAnswer Of(FleetInventory inventory, BaselineCost cost, bool isAgeStrict = false)
    {
        ArgumentNullException.ThrowIfNull(cost);
        return new FleetAnswer(
            Messages.Title_Baseline, FleetAnswer.Weaken(inventory, CpuAnswer.Yes, isAgeStrict),
            Text.Of(Messages.Answer_Baseline, cost.Base.Length, cost.Lost.Length), [ClassesOf(cost), StepsOf(cost)])
        {
            Inventory = inventory,
            Facts =
            [
                (new("base", Messages.Column_Base), cost.Base.ToArray()), (Lost, cost.Lost.ToArray()),
                (Groups, cost.GroupsLost.ToArray()), (new("possible", Messages.Column_Possible), cost.Possible.ToArray()),
                (Value, cost.Value),
            ],
        };
    }

    private static FleetTable ClassesOf(BaselineCost cost) => FleetTable.Of(
        "classes", Messages.Heading_Cost, [HostsLike, HostCount, Weight, Gain, PossibleGain, Groups, Only],
        cost.Classes.OrderByDescending(c => c.Gain).ThenBy(c => c.Class.Index).Select(c => (IReadOnlyList<object?>)
            [c.Class.Name, c.Class.Count, c.Class.Weight, c.Gain, c.PossibleGain, c.Groups.ToArray(), c.Only.ToArray()]));

    private static FleetTable StepsOf(BaselineCost cost) => FleetTable.Of(
        "steps", Messages.Heading_Retire, [HostsLike, HostCount, Gain, new("left", Messages.Column_Left), Groups, Returns],
        cost.Steps.Select(s => (IReadOnlyList<object?>)
            [s.Class.Name, s.Class.Count, s.Gain, s.Hosts, s.Groups.ToArray(), s.Returns.ToArray()]));
}
