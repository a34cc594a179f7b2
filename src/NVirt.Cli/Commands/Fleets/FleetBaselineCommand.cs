using System.CommandLine;
using NVirt.Cli.Output.Fleets;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Inventories;
using NVirt.Xml;
using static NVirt.Cli.Output.Fleets.FleetColumn;

namespace NVirt.Cli.Commands.Fleets;

/// <summary><c>nvirt fleet baseline</c>: what hosts have in common, who lowers it, and what that costs.</summary>
internal static class FleetBaselineCommand
{
    public static Command Create()
    {
        FleetInputs inputs = new();
        Option<string> value = FleetInputs.ValueOption();
        return SharedOptions.Command(
            "baseline", Messages.Command_FleetBaseline, OutputFormats.OfFleet, Run, [.. inputs.All, inputs.Pool, value]);

        int Run(Session session)
        {
            FleetInventory inventory = inputs.Read(session);
            IReadOnlyList<HostClass> classes = inputs.ClassesOf(session, inventory);
            HostsNeeded(classes);
            BaselineCost cost = BaselineCost.Of(classes, FleetInputs.ValueOf(session.Get(value)!)(classes[0].Judged.Bits.Space));
            CpuAnswer answer = inputs.Weaken(session, inventory, CpuAnswer.Yes);
            return new FleetReport(
                Messages.FleetTitle_Baseline, answer, Text.Of(Messages.FleetAnswer_Baseline, cost.Base.Length, cost.Lost.Length),
                [ClassesOf(cost), StepsOf(cost)])
            {
                Inventory = inventory,
                Facts =
                [
                    (new("base", Messages.FleetColumn_Base), cost.Base.ToArray()), (Lost, cost.Lost.ToArray()),
                    (Groups, cost.GroupsLost.ToArray()), (new("possible", Messages.FleetColumn_Possible), cost.Possible.ToArray()),
                    (Value, cost.Value),
                ],
            }.Write(session);
        }
    }

    /// <summary>Refuses an inventory of whose hosts nothing is known.</summary>
    public static void HostsNeeded(IReadOnlyList<HostClass> classes)
    {
        if (classes.Count == 0)
        {
            throw new CliException(Messages.Error_FleetNoHosts, ExitCode.Undecided, CliErrorKind.Undecided);
        }
    }

    private static FleetTable ClassesOf(BaselineCost cost) => FleetTable.Of(
        "classes", Messages.FleetHeading_Cost, [HostsLike, HostCount, Weight, Gain, PossibleGain, Groups, Only],
        cost.Classes.OrderByDescending(c => c.Gain).ThenBy(c => c.Class.Index).Select(c => (IReadOnlyList<object?>)
            [c.Class.Name, c.Class.Count, c.Class.Weight, c.Gain, c.PossibleGain, c.Groups.ToArray(), c.Only.ToArray()]));

    private static FleetTable StepsOf(BaselineCost cost) => FleetTable.Of(
        "steps", Messages.FleetHeading_Retire, [HostsLike, HostCount, Gain, new("left", Messages.FleetColumn_Left), Groups, Returns],
        cost.Steps.Select(s => (IReadOnlyList<object?>)
            [s.Class.Name, s.Class.Count, s.Gain, s.Hosts, s.Groups.ToArray(), s.Returns.ToArray()]));
}
