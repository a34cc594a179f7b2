using System.Collections.Immutable;
using System.CommandLine;
using NVirt.Cli.Output.Fleets;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Freezes;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Matrices;
using NVirt.Fleet.Plans;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Fleets;

/// <summary><c>nvirt fleet plan</c>: in which order hosts are emptied, and which guests must be stopped. Nothing is done.</summary>
internal static class FleetPlanCommand
{
    public static Command Create()
    {
        FleetInputs inputs = new();
        Option<string[]> drain = new("--drain")
        {
            Description = Messages.Option_FleetDrain,
            HelpName = "HOST",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string[]> baseline = new("--baseline")
        {
            Description = Messages.Option_FleetPlanBaseline,
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string?> after = new("--after") { Description = Messages.Option_FleetAfter, HelpName = "INVENTORY" };
        Option<string?> to = new("--to") { Description = Messages.Option_FleetPlanTo, HelpName = string.Join('|', PlanWords.Platforms) };
        SharedOptions.Only(to, [.. PlanWords.Platforms]);
        return SharedOptions.Command(
            "plan", Messages.Command_FleetPlan, OutputFormats.OfFleet, Run, [.. inputs.Judging, drain, baseline, after, to]);

        int Run(Session session)
        {
            FleetMatrix matrix = FleetMatrix.Of(inputs.Read(session), inputs.OptionsOf(session));
            string[]? hosts = session.Get(drain) is { Length: > 0 } names ? names : null;
            if (hosts?.FirstOrDefault(h => matrix.Inventory.FindHost(h) is null) is { } unknown)
            {
                throw new CliException(Text.Of(Messages.Error_FleetHost, unknown), kind: CliErrorKind.Usage);
            }

            Dictionary<string, ImmutableArray<string>> targets = new(StringComparer.Ordinal);
            foreach (FrozenBaseline frozen in (session.Get(baseline) ?? []).Select(FrozenFiles.Read))
            {
                targets[frozen.Name] = frozen.Features;
            }

            FleetPlan plan = FleetPlan.Of(
                matrix, FleetPlan.PoolsOf(matrix.Inventory, targets), hosts,
                session.Get(after) is { } later ? inputs.Read(session, later) : null);
            return PlanAnswer.Of(matrix.Inventory, plan, session.Get(to), inputs.IsAgeStrict(session)).Write(session);
        }
    }
}
