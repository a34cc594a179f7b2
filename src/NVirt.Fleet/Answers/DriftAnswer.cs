using NVirt.Cpu.Judging;
using NVirt.Fleet.Drifts;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Plans;
using NVirt.Xml;
using static NVirt.Fleet.Answers.FleetColumns;

namespace NVirt.Fleet.Answers;

/// <summary>What changed on a host, or against what was frozen.</summary>
public static class DriftAnswer
{
    /// <summary>The answer about one host, read twice.</summary>
    public static FleetAnswer OfHost(HostDrift drift)
    {
        ArgumentNullException.ThrowIfNull(drift);
        return new FleetAnswer(
            Messages.Title_Drift, drift.Answer, FleetWords.Of(drift.Grade).Title,
            [
                FleetTable.Of("features", Messages.Heading_Changes, [new("feature", Messages.Column_Feature), Truth,
                    new("change", Messages.Column_Change), Grade], drift.Truths.SelectMany(RowsOf)),
                FleetTable.Of("axes", Messages.Heading_OtherChanges, [Name, Truth, Before, After, Grade],
                    drift.Truths.SelectMany(t => t.Axes.Select(a => (IReadOnlyList<object?>)
                        [a.Axis, FleetWords.Of(t.Truth), a.Old, a.New, FleetWords.Of(a.Grade)]))),
            ])
        {
            Facts =
            [
                (Grade, FleetWords.Of(drift.Grade)), (Causes, drift.Causes.ToArray()),
                (new("untold", Messages.Column_Untold), drift.Untold.Select(t => FleetWords.Of(t).Key).ToArray()),
            ],
        };
    }

    /// <summary>The answer about a fleet against a frozen baseline.</summary>
    /// <param name="inventory">The present.</param>
    /// <param name="drift">What is different.</param>
    public static FleetAnswer OfFleet(FleetInventory inventory, BaselineDrift drift)
    {
        ArgumentNullException.ThrowIfNull(drift);
        return new FleetAnswer(
            Messages.Title_BaselineDrift, drift.Answer,
            drift.Answer == CpuAnswer.Yes ? Messages.Answer_NoDrift : drift.Answer == CpuAnswer.No
                ? Text.Of(Messages.Answer_Drift, drift.Hosts.Where(h => h.IsBelow).Sum(h => h.Class.Count),
                    drift.Guests.Count(g => g.Fit.Kind == FitKind.Exceeds)) : Messages.Word_Undecided,
            [
                FleetTable.Of("hosts", Messages.Heading_HostsDrift, [HostsLike, HostCount, Missing, Unknown, PhysBits,
                    new("headroom", Messages.Column_Headroom)],
                    drift.Hosts.Select(h => (IReadOnlyList<object?>)
                        [h.Class.Name, h.Class.Count, h.Lacking.ToArray(), h.Unknown.ToArray(), h.PhysBits, h.Headroom.ToArray()])),
                FleetTable.Of("guests", Messages.Heading_GuestsDrift, [Guest, Host, Fit, Exceeding, Missing],
                    drift.Guests.Select(g => (IReadOnlyList<object?>)
                        [g.Guest.Name, g.Guest.Host, FleetWords.Of(g.Fit.Kind), g.Fit.Exceeding.ToArray(), g.Fit.Lacking.ToArray()])),
            ])
        {
            Inventory = inventory,
            Facts =
            [
                (Digest, drift.Baseline.Digest),
                (new("unseen", Messages.Column_Unseen), drift.Unseen.ToArray()),
            ],
        };
    }

    private static IEnumerable<IReadOnlyList<object?>> RowsOf(TruthDrift drift)
    {
        FleetWord truth = FleetWords.Of(drift.Truth);
        foreach (string feature in drift.Lost)
        {
            yield return
            [
                feature, truth, new FleetWord("lost", Messages.Column_Lost),
                FleetWords.Of(drift.Promised.Contains(feature) ? DriftGrade.Fatal : DriftGrade.Risky),
            ];
        }

        foreach (string feature in drift.Unknown)
        {
            yield return [feature, truth, new FleetWord("unknown", Messages.Column_Unknown), FleetWords.Of(DriftGrade.Undecided)];
        }

        foreach (string feature in drift.Gained)
        {
            yield return [feature, truth, new FleetWord("gained", Messages.Column_Gained), FleetWords.Of(DriftGrade.Harmless)];
        }
    }
}
