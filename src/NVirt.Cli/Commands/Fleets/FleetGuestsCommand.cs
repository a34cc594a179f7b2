using System.CommandLine;
using NVirt.Cli.Output.Fleets;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Matrices;

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
            return GuestsAnswer.Of(matrix, inputs.IsAgeStrict(session)).Write(session);
        }
    }
}
