using System.CommandLine;
using NVirt.Fleet.Answers;

namespace NVirt.Cli.Commands.Fleets;

/// <summary><c>nvirt fleet hosts</c>: what is known of each host, and how well.</summary>
internal static class FleetHostsCommand
{
    public static Command Create() => FleetInputs.Command(
        "hosts", Messages.Command_FleetHosts, i => i.All, (i, session) => HostsAnswer.Of(i.Read(session), i.IsAgeStrict(session)));
}
