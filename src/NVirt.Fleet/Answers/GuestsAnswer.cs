using NVirt.Cpu.Judging;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Matrices;
using static NVirt.Fleet.Answers.FleetColumns;

namespace NVirt.Fleet.Answers;

/// <summary>What is known of each guest, and how many hosts could take it.</summary>
public static class GuestsAnswer
{
    /// <summary>The answer: yes if everything is known.</summary>
    /// <param name="matrix">All guests on all hosts.</param>
    /// <param name="isAgeStrict">Whether hosts that were read too long ago count as not known.</param>
    public static FleetAnswer Of(FleetMatrix matrix, bool isAgeStrict = false)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        CpuAnswer answer = FleetAnswer.Weaken(matrix.Inventory, CpuAnswer.Yes, isAgeStrict);
        return new FleetAnswer(
            Messages.Title_Guests, answer, FleetAnswer.Known(answer), [TableOf(matrix, matrix.Inventory.Guests)])
        {
            Inventory = matrix.Inventory,
        };
    }

    /// <summary>Some of the guests as a table, in their order.</summary>
    public static FleetTable TableOf(FleetMatrix matrix, IEnumerable<FleetGuest> guests) => FleetTable.Of(
        "guests", Messages.Heading_Guests,
        [Guest, Host, State, Class, FleetColumns.Cpu, Truth, Features, Unknown, Targets, Undecided],
        guests.Select(g => (IReadOnlyList<object?>)
        [
            g.Name,
            g.Host,
            g.IsRunning ? new FleetWord("running", Messages.Word_Running) : new FleetWord("off", Messages.Word_Off),
            g.Class.Name,
            FleetWords.CpuOf(g.Class.Judged),
            FleetWords.Of(g.Class.Judged.Truth),
            g.Class.Demand.Need.Count,
            g.Class.Demand.Possible.Count,
            matrix.Targets[g.Class.Index].Yes,
            matrix.Targets[g.Class.Index].Undecided,
        ]));
}
