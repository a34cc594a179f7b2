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
        Option<string?> guests = new("--guests") { Description = Messages.Option_FleetDriftGuests, HelpName = "INVENTORY" };
        Option<string?> name = new("--name") { Description = Messages.Option_FleetDriftName, HelpName = "HOST" };
        return SharedOptions.Command("drift", Messages.Command_FleetDrift, OutputFormats.OfFleet, Run, files, baseline, same, guests, name);

        int Run(Session session)
        {
            FrozenBaseline? frozen = session.Get(baseline) is { } file ? FrozenFiles.Read(file) : null;
            return session.Get(files) switch
            {
                [var old, var now] => OfHost(
                    session, old, now, frozen, session.Get(guests) is { } fleet
                        ? GuestReliance.Of(Inventory(session, fleet), session.Get(name) ?? Path.GetFileNameWithoutExtension(old)) : [],
                    session.Get(same)).Write(session),
                [var inventory] when frozen is not null && session.Get(guests) is null =>
                    OfFleet(session, inventory, frozen).Write(session),
                _ => throw new CliException(Messages.Error_FleetDrift, kind: CliErrorKind.Usage),
            };
        }
    }

    private static FleetAnswer OfHost(
        Session session, string old, string now, FrozenBaseline? frozen, IEnumerable<string> relied, bool isSame)
    {
        HostDrift drift = HostDrift.Of(
            Statements.Read(session, old, form: null), Statements.Read(session, now, form: null), [.. frozen?.Features ?? [], .. relied],
            frozen is not null && frozen.Axes.TryGetValue("physBits", out long bits) ? (int)bits : null, isSame);
        if (drift.IsHypervisorOnly)
        {
            session.Note(Messages.FleetNote_HypervisorOnly);
        }

        return DriftAnswer.OfHost(drift);
    }

    private static FleetInventory Inventory(Session session, string path)
    {
        FleetInventory inventory = InventoryReader.Read(path, new InventoryOptions { Map = session.Map });
        foreach (string remark in inventory.Remarks)
        {
            session.Note(remark);
        }

        return inventory;
    }

    private static FleetAnswer OfFleet(Session session, string path, FrozenBaseline frozen)
    {
        FleetInventory inventory = Inventory(session, path);
        return DriftAnswer.OfFleet(inventory, BaselineDrift.Of(frozen, inventory));
    }
}
