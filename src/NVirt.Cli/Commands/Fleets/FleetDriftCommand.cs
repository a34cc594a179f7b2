using System.CommandLine;
using NVirt.Cli.Input;
using NVirt.Cli.Output.Fleets;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Drifts;
using NVirt.Fleet.Freezes;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Plans;
using NVirt.Platforms;
using NVirt.Xml;
using static NVirt.Cli.Output.Fleets.FleetColumn;

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

    private static FleetReport OfHost(Session session, string old, string now, FrozenBaseline? frozen, bool isSame)
    {
        HostDrift drift = HostDrift.Of(
            Statements.Read(session, old, form: null), Statements.Read(session, now, form: null), frozen?.Features.ToArray() ?? [],
            frozen is not null && frozen.Axes.TryGetValue("physBits", out long bits) ? (int)bits : null, isSame);
        if (drift.IsHypervisorOnly)
        {
            session.Note(Messages.FleetNote_HypervisorOnly);
        }

        return new FleetReport(
            Messages.FleetTitle_Drift, drift.Answer, FleetWords.Of(drift.Grade).Title,
            [
                FleetTable.Of("features", Messages.FleetHeading_Changes, [new("feature", Messages.FleetColumn_Feature), Truth,
                    new("change", Messages.FleetColumn_Change), Grade], drift.Truths.SelectMany(RowsOf)),
                FleetTable.Of("axes", Messages.FleetHeading_OtherChanges, [Name, Truth, Before, After, Grade],
                    drift.Truths.SelectMany(t => t.Axes.Select(a => (IReadOnlyList<object?>)
                        [a.Axis, FleetWords.Of(t.Truth), a.Old, a.New, FleetWords.Of(a.Grade)]))),
            ])
        {
            Facts = [(Grade, FleetWords.Of(drift.Grade)), (Causes, drift.Causes.ToArray())],
        };
    }

    private static IEnumerable<IReadOnlyList<object?>> RowsOf(TruthDrift drift)
    {
        FleetWord truth = FleetWords.Of(drift.Truth);
        foreach (string feature in drift.Lost)
        {
            yield return
            [
                feature, truth, new FleetWord("lost", Messages.FleetColumn_Lost),
                FleetWords.Of(drift.Promised.Contains(feature) ? DriftGrade.Fatal : DriftGrade.Risky),
            ];
        }

        foreach (string feature in drift.Unknown)
        {
            yield return [feature, truth, new FleetWord("unknown", Messages.FleetColumn_Unknown), FleetWords.Of(DriftGrade.Undecided)];
        }

        foreach (string feature in drift.Gained)
        {
            yield return [feature, truth, new FleetWord("gained", Messages.FleetColumn_Gained), FleetWords.Of(DriftGrade.Harmless)];
        }
    }

    private static FleetReport OfFleet(Session session, string path, FrozenBaseline frozen)
    {
        FleetInventory inventory = InventoryReader.Read(path, new InventoryOptions { Map = session.Map });
        foreach (string remark in inventory.Remarks)
        {
            session.Note(remark);
        }

        BaselineDrift drift = BaselineDrift.Of(frozen, inventory);
        return new FleetReport(
            Messages.FleetTitle_BaselineDrift, drift.Answer,
            drift.Answer == CpuAnswer.Yes ? Messages.FleetAnswer_NoDrift : drift.Answer == CpuAnswer.No
                ? Text.Of(Messages.FleetAnswer_Drift, drift.Hosts.Where(h => h.IsBelow).Sum(h => h.Class.Count),
                    drift.Guests.Count(g => g.Fit.Kind == FitKind.Exceeds)) : Messages.FleetWord_Undecided,
            [
                FleetTable.Of("hosts", Messages.FleetHeading_HostsDrift, [HostsLike, HostCount, Missing, Unknown, PhysBits,
                    new("headroom", Messages.FleetColumn_Headroom)],
                    drift.Hosts.Select(h => (IReadOnlyList<object?>)
                        [h.Class.Name, h.Class.Count, h.Lacking.ToArray(), h.Unknown.ToArray(), h.PhysBits, h.Headroom.ToArray()])),
                FleetTable.Of("guests", Messages.FleetHeading_GuestsDrift, [Guest, Host, Fit, Exceeding, Missing],
                    drift.Guests.Select(g => (IReadOnlyList<object?>)
                        [g.Guest.Name, g.Guest.Host, FleetWords.Of(g.Fit.Kind), g.Fit.Exceeding.ToArray(), g.Fit.Lacking.ToArray()])),
            ])
        {
            Inventory = inventory,
            Facts =
            [
                (new("digest", Messages.FleetColumn_Digest), frozen.Digest),
                (new("unseen", Messages.FleetColumn_Unseen), drift.Unseen.ToArray()),
            ],
        };
    }
}
