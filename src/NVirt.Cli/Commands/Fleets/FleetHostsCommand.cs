using System.CommandLine;
using NVirt.Cli.Output.Fleets;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Inventories;
using static NVirt.Cli.Output.Fleets.FleetColumn;

namespace NVirt.Cli.Commands.Fleets;

/// <summary><c>nvirt fleet hosts</c>: what is known of each host, and how well.</summary>
internal static class FleetHostsCommand
{
    public static Command Create()
    {
        FleetInputs inputs = new();
        return SharedOptions.Command("hosts", Messages.Command_FleetHosts, OutputFormats.OfFleet, Run, inputs.All);

        int Run(Session session)
        {
            FleetInventory inventory = inputs.Read(session);
            CpuAnswer answer = inputs.Weaken(session, inventory, CpuAnswer.Yes);
            return new FleetReport(Messages.FleetTitle_Hosts, answer, Word(answer), [TableOf(inventory)]) { Inventory = inventory }
                .Write(session);
        }
    }

    private static string Word(CpuAnswer answer) => answer == CpuAnswer.Yes ? Messages.FleetWord_AllKnown : Messages.FleetWord_NotAllKnown;

    private static FleetTable TableOf(FleetInventory inventory) => FleetTable.Of(
        "hosts", Messages.FleetHeading_Hosts,
        [Host, Class, Kind, FleetColumn.Cpu, Truth, Features, Unknown, PhysBits, Weight, Time, State, Problem],
        inventory.Hosts.Select(h => (IReadOnlyList<object?>)
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
            h.Class.IsUnreachable ? new FleetWord("unreachable", Messages.FleetWord_Unreachable)
                : h.Details.IsStale ? new FleetWord("stale", Messages.FleetWord_Stale) : null,
            h.Details.Problem,
        ]));
}
