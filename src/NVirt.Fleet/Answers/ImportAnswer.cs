using NVirt.Cpu.Judging;
using NVirt.Fleet.Inventories;
using static NVirt.Fleet.Answers.FleetColumns;

namespace NVirt.Fleet.Answers;

/// <summary>Where everything in an inventory was read.</summary>
public static class ImportAnswer
{
    /// <summary>The answer: yes if everything is known.</summary>
    /// <param name="inventory">Hosts and guests.</param>
    /// <param name="isAgeStrict">Whether hosts that were read too long ago count as not known.</param>
    public static FleetAnswer Of(FleetInventory inventory, bool isAgeStrict = false)
    {
        CpuAnswer answer = FleetAnswer.Weaken(inventory, CpuAnswer.Yes, isAgeStrict);
        return new FleetAnswer(
            Messages.Title_Import, answer, FleetAnswer.Known(answer), [HostsOf(inventory), GuestsOf(inventory)])
        {
            Inventory = inventory,
        };
    }

    private static FleetTable HostsOf(FleetInventory inventory) => FleetTable.Of(
        "hosts", Messages.Heading_Hosts, [Host, Form, Truth, FileName, Problem],
        inventory.Hosts.SelectMany(h => h.Details.Statements.IsEmpty
            ? [(IReadOnlyList<object?>)[h.Name, null, null, null, h.Details.Problem]]
            : h.Details.Statements.Select(s => (IReadOnlyList<object?>)[h.Name, s.Form, FleetWords.Of(s.Truth), s.File, null])));

    private static FleetTable GuestsOf(FleetInventory inventory) => FleetTable.Of(
        "guests", Messages.Heading_Guests, [Guest, Host, Form, Truth, FileName],
        inventory.Guests.SelectMany(g => g.Details.Statements.Select(s => (IReadOnlyList<object?>)
            [g.Name, g.Host, s.Form, FleetWords.Of(s.Truth), s.File])));
}
