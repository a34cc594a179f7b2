using System.CommandLine;
using NVirt.Cli.Input;
using NVirt.Cli.Output.Fleets;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Drifts;
using NVirt.Fleet.Freezes;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Plans;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Fleets;

/// <summary><c>nvirt fleet drift</c>: what changed on a host, or against what was frozen.</summary>
internal static class FleetDriftCommand
{
    public static Command Create()
    {
        Argument<string[]> files = new("FILE") { Description = Messages.Argument_FleetDrift, Arity = new ArgumentArity(1, 2) };
        Option<string?> baseline = new("--baseline") { Description = Messages.Option_FleetBaseline, HelpName = "FILE" };
        Option<bool> same = new("--same") { Description = Messages.Option_FleetSame };
        return SharedOptions.Command("drift", Messages.Command_FleetDrift, OutputFormats.OfFleet, Run, files, baseline, same);

        int Run(Session session)
        {
            FrozenBaseline? frozen = session.Get(baseline) is { } file ? FrozenFiles.Read(file) : null;
            return session.Get(files) switch
            {
                [var old, var now] => OfHost(session, old, now, frozen, session.Get(same)).Write(session),
                [var inventory] when frozen is not null => OfFleet(session, inventory, frozen).Write(session),
                _ => throw new CliException(Messages.Error_FleetDrift, kind: CliErrorKind.Usage),
            };
        }
    }

    private static FleetAnswer OfHost(Session session, string old, string now, FrozenBaseline? frozen, bool isSame)
    {
        HostDrift drift = HostDrift.Of(
            Statements.Read(session, old, form: null), Statements.Read(session, now, form: null), frozen?.Features.ToArray() ?? [],
            frozen is not null && frozen.Axes.TryGetValue("physBits", out long bits) ? (int)bits : null, isSame);
        if (drift.IsHypervisorOnly)
        {
            session.Note(Messages.FleetNote_HypervisorOnly);
        }

        return DriftAnswer.OfHost(drift);
    }

    private static FleetAnswer OfFleet(Session session, string path, FrozenBaseline frozen)
    {
        FleetInventory inventory = InventoryReader.Read(path, new InventoryOptions { Map = session.Map });
        foreach (string remark in inventory.Remarks)
        {
            session.Note(remark);
        }

        return DriftAnswer.OfFleet(inventory, BaselineDrift.Of(frozen, inventory));
    }
}
