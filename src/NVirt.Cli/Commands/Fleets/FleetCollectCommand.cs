using System.CommandLine;
using NVirt.Cli.Output.Fleets;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Collecting;
using NVirt.Fleet.Inventories;

namespace NVirt.Cli.Commands.Fleets;

/// <summary><c>nvirt fleet collect</c>: asks hosts over ssh, and makes an inventory of what they say. Nothing is changed there.</summary>
internal static class FleetCollectCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Command Create()
    {
        Argument<string[]> hosts = new("HOST") { Description = Messages.Argument_FleetCollect, Arity = ArgumentArity.OneOrMore };
        Option<string> output = new("--out") { Description = Messages.Option_FleetCollectOut, HelpName = "FOLDER", Required = true };
        Option<TimeSpan?> wait = SharedOptions.Time("--wait", Messages.Option_FleetCollectWait);
        return SharedOptions.Command("collect", Messages.Command_FleetCollect, OutputFormats.OfFleet, Run, hosts, output, wait);

        int Run(Session session)
        {
            string folder = session.Get(output)!;
            foreach (string problem in FleetCollection.CollectAsync(
                session.Get(hosts)!, folder, session.Get(wait) ?? Patience, session.Map).GetAwaiter().GetResult())
            {
                session.Note(problem);
            }

            return ImportAnswer.Of(InventoryReader.Read(folder, new InventoryOptions { Map = session.Map })).Write(session);
        }
    }
}
