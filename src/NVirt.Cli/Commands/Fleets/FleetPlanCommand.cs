using System.Collections.Immutable;
using System.CommandLine;
using NVirt.Cli.Output.Fleets;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Freezes;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Matrices;
using NVirt.Fleet.Plans;
using NVirt.Xml;
using static NVirt.Cli.Output.Fleets.FleetColumn;

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
            CpuAnswer answer = inputs.Weaken(session, matrix.Inventory, plan.Answer);
            return new FleetReport(
                Messages.FleetTitle_Plan, answer,
                Text.Of(Messages.FleetAnswer_Plan, plan.Steps.Length, plan.PowerCycles.Count(g => g.IsNeeded)),
                [StepsOf(plan, session.Get(to)), CyclesOf(plan), GuestsOf(plan)])
            {
                Inventory = matrix.Inventory,
            }.Write(session);
        }
    }

    private static FleetTable StepsOf(FleetPlan plan, string? platform)
    {
        Dictionary<string, FleetGuest> guests = plan.Guests.ToDictionary(g => g.Guest.Name, g => g.Guest, StringComparer.Ordinal);
        List<IReadOnlyList<object?>> rows = [];
        foreach (PlannedStep step in plan.Steps)
        {
            foreach (string guest in step.PowerCycles)
            {
                Add(
                    new("power-cycle", Messages.FleetWord_PowerCycle), step.Host, guest, null,
                    PlanWords.PowerCycle(Platform(guest), guest));
            }

            foreach ((string guest, string target) in step.Moves)
            {
                Add(
                    new("move", Messages.FleetWord_Move), step.Host, guest, target, PlanWords.Move(Platform(guest), guest, target));
            }

            Add(new("work", Messages.FleetWord_Work), step.Host, null, null, null);
        }

        return new FleetTable("steps", Messages.FleetHeading_Steps, [Step, Doing, Host, Guest, To, FleetColumn.Command], rows);

        string Platform(string guest) => platform ?? PlanWords.PlatformOf(guests.GetValueOrDefault(guest));

        void Add(FleetWord action, string host, string? guest, string? target, string? command) =>
            rows.Add([rows.Count + 1, action, host, guest, target, command]);
    }

    private static FleetTable CyclesOf(FleetPlan plan) => FleetTable.Of(
        "powerCycles", Messages.FleetHeading_PowerCycles, [Guest, Host, Fit, Needed, Groups, Exceeding],
        plan.PowerCycles.Select(g => (IReadOnlyList<object?>)
            [g.Guest.Name, g.Guest.Host, FleetWords.Of(g.Fit.Kind), g.IsNeeded, g.GroupsLost.ToArray(), g.Fit.Exceeding.ToArray()]));

    private static FleetTable GuestsOf(FleetPlan plan) => FleetTable.Of(
        "guests", Messages.FleetHeading_Fits, [Guest, Host, Fit, Missing, Unknown],
        plan.Guests.Select(g => (IReadOnlyList<object?>)
            [g.Guest.Name, g.Guest.Host, FleetWords.Of(g.Fit.Kind), g.Fit.Lacking.ToArray(), g.Fit.Unknown.ToArray()]));
}
