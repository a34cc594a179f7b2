using System.CommandLine;
using NVirt.Cli.Output.Fleets;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Inventories;
using NVirt.Xml;

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
            return BaselineAnswer.Of(inventory, cost, inputs.IsAgeStrict(session)).Write(session);
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
}
