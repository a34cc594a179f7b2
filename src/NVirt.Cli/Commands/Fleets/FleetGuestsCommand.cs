using System.CommandLine;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Matrices;

namespace NVirt.Cli.Commands.Fleets;

/// <summary><c>nvirt fleet guests</c>: what is known of each guest, and how many hosts could take it.</summary>
internal static class FleetGuestsCommand
{
    public static Command Create() => FleetInputs.Command(
        "guests", Messages.Command_FleetGuests, i => i.Judging,
        (i, session) => GuestsAnswer.Of(FleetMatrix.Of(i.Read(session), i.OptionsOf(session)), i.IsAgeStrict(session)));
}
