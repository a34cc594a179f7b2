using System.CommandLine;
using NVirt.Cli.Output.Fleets;
using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Plans;
using NVirt.Fleet.Recommendations;

namespace NVirt.Cli.Commands.Fleets;

/// <summary><c>nvirt fleet recommend</c>: the CPU for guests of a pool, in a platform's words.</summary>
internal static class FleetRecommendCommand
{
    public static Command Create()
    {
        FleetInputs inputs = new();
        Option<string> to = new("--to") { Description = Messages.Option_ConvertTo, HelpName = "PLATFORM", Required = true };
        SharedOptions.Only(to, [.. Recommendation.Platforms]);
        Option<string?> model = new("--model") { Description = Messages.Option_ConvertModel, HelpName = "NAME" };
        Option<string> value = FleetInputs.ValueOption();
        return SharedOptions.Command(
            "recommend", Messages.Command_FleetRecommend, OutputFormats.OfFleet, Run, [.. inputs.All, inputs.Pool, to, model, value]);

        int Run(Session session)
        {
            FleetInventory inventory = inputs.Read(session);
            IReadOnlyList<HostClass> classes = inputs.ClassesOf(session, inventory);
            FleetBaselineCommand.HostsNeeded(classes);
            string platform = session.Get(to)!;
            Recommendation recommended = Recommendation.Of(
                classes, platform, FleetInputs.ValueOf(session.Get(value)!)(classes[0].Judged.Bits.Space));
            return RecommendAnswer.Of(inventory, classes, recommended, session.Get(model), inputs.IsAgeStrict(session)).Write(session);
        }
    }
}
