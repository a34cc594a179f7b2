using System.CommandLine;
using NVirt.Cli.Output.Fleets;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Matrices;
using static NVirt.Cli.Output.Fleets.FleetColumn;

namespace NVirt.Cli.Commands.Fleets;

/// <summary><c>nvirt fleet guests</c>: what is known of each guest, and how many hosts could take it.</summary>
internal static class FleetGuestsCommand
{
    public static Command Create()
    {
        FleetInputs inputs = new();
        return SharedOptions.Command("guests", Messages.Command_FleetGuests, OutputFormats.OfFleet, Run, inputs.Judging);

        int Run(Session session)
        {
            FleetMatrix matrix = FleetMatrix.Of(inputs.Read(session), inputs.OptionsOf(session));
            CpuAnswer answer = inputs.Weaken(session, matrix.Inventory, CpuAnswer.Yes);
            return new FleetReport(
                Messages.FleetTitle_Guests, answer,
                answer == CpuAnswer.Yes ? Messages.FleetWord_AllKnown : Messages.FleetWord_NotAllKnown, [TableOf(matrix)])
            {
                Inventory = matrix.Inventory,
            }.Write(session);
        }
    }

    private static FleetTable TableOf(FleetMatrix matrix) => FleetTable.Of(
        "guests", Messages.FleetHeading_Guests, [Guest, Host, State, Class, FleetColumn.Cpu, Truth, Features, Unknown, Targets, Undecided],
        matrix.Inventory.Guests.Select(g => (IReadOnlyList<object?>)
        [
            g.Name,
            g.Host,
            g.IsRunning ? new FleetWord("running", Messages.FleetWord_Running) : new FleetWord("off", Messages.FleetWord_Off),
            g.Class.Name,
            FleetWords.CpuOf(g.Class.Judged),
            FleetWords.Of(g.Class.Judged.Truth),
            g.Class.Demand.Need.Count,
            g.Class.Demand.Possible.Count,
            matrix.Targets[g.Class.Index].Yes,
            matrix.Targets[g.Class.Index].Undecided,
        ]));
}
