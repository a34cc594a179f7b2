using System.CommandLine;
using NVirt.Cli.Output.Fleets;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Inventories;

namespace NVirt.Cli.Commands.Fleets;

/// <summary><c>nvirt fleet hosts</c>: what is known of each host, and how well.</summary>
internal static class FleetHostsCommand
{
    public static Command Create()
    {
        FleetInputs inputs = new();
        return SharedOptions.Command("hosts", Messages.Command_FleetHosts, OutputFormats.OfFleet, Run, inputs.All);

        int Run(Session session) => HostsAnswer.Of(inputs.Read(session), inputs.IsAgeStrict(session)).Write(session);
    }
}
