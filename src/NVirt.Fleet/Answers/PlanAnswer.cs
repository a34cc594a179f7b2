using NVirt.Fleet.Inventories;
using NVirt.Fleet.Plans;
using NVirt.Xml;
using static NVirt.Fleet.Answers.FleetColumns;

namespace NVirt.Fleet.Answers;

/// <summary>In which order hosts are emptied, and which guests must be stopped. Nothing is done.</summary>
public static class PlanAnswer
{
    /// <summary>The answer.</summary>
    /// <param name="inventory">What the answer rests on.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="platform">
    /// Whose commands are wanted, of <see cref="PlanWords.Platforms"/>; <see langword="null"/> for each guest's own.
    /// </param>
    /// <param name="isAgeStrict">Whether hosts that were read too long ago count as not known.</param>
    public static FleetAnswer Of(FleetInventory inventory, FleetPlan plan, string? platform = null, bool isAgeStrict = false)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new FleetAnswer(
            Messages.Title_Plan, FleetAnswer.Weaken(inventory, plan.Answer, isAgeStrict),
            Text.Of(Messages.Answer_Plan, plan.Steps.Length, plan.PowerCycles.Count(g => g.IsNeeded)),
            [StepsOf(plan, platform), CyclesOf(plan), GuestsOf(plan)])
        {
            Inventory = inventory,
        };
    }

    /// <summary>The steps, each with its command.</summary>
    internal static FleetTable StepsOf(FleetPlan plan, string? platform = null)
    {
        Dictionary<string, FleetGuest> guests = plan.Guests.ToDictionary(g => g.Guest.Name, g => g.Guest, StringComparer.Ordinal);
        List<IReadOnlyList<object?>> rows = [];
        foreach (PlannedStep step in plan.Steps)
        {
            foreach (string guest in step.PowerCycles)
            {
                Add(new("power-cycle", Messages.Word_PowerCycle), step.Host, guest, null, PlanWords.PowerCycle(Platform(guest), guest));
            }

            foreach ((string guest, string target) in step.Moves)
            {
                Add(new("move", Messages.Word_Move), step.Host, guest, target, PlanWords.Move(Platform(guest), guest, target));
            }

            Add(new("work", Messages.Word_Work), step.Host, null, null, null);
        }

        return new FleetTable("steps", Messages.Heading_Steps, [Step, Doing, Host, Guest, To, Command], rows);

        string Platform(string guest) => platform ?? PlanWords.PlatformOf(guests.GetValueOrDefault(guest));

        void Add(FleetWord action, string host, string? guest, string? target, string? command) =>
            rows.Add([rows.Count + 1, action, host, guest, target, command]);
    }

    private static FleetTable CyclesOf(FleetPlan plan) => FleetTable.Of(
        "powerCycles", Messages.Heading_PowerCycles, [Guest, Host, Fit, Needed, Groups, Exceeding],
        plan.PowerCycles.Select(g => (IReadOnlyList<object?>)
            [g.Guest.Name, g.Guest.Host, FleetWords.Of(g.Fit.Kind), g.IsNeeded, g.GroupsLost.ToArray(), g.Fit.Exceeding.ToArray()]));

    private static FleetTable GuestsOf(FleetPlan plan) => FleetTable.Of(
        "guests", Messages.Heading_Fits, [Guest, Host, Fit, Missing, Unknown, FleetColumns.Axes],
        plan.Guests.Select(g => (IReadOnlyList<object?>)
            [g.Guest.Name, g.Guest.Host, FleetWords.Of(g.Fit.Kind), g.Fit.Lacking.ToArray(), g.Fit.Unknown.ToArray(),
                g.Fit.Axes.ToArray()]));
}
