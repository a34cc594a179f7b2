using NVirt.Cpu.Axes;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Judging;
using NVirt.Fleet.Server.Snapshots;

namespace NVirt.Fleet.Server.Api;

/// <summary>Judges one guest on many hosts, with reasons; each class of hosts once. Not for use by several threads.</summary>
internal sealed class TargetJudge(FleetSnapshot snapshot, TimeProvider clock)
{
    private readonly Dictionary<HostClass, PairVerdict> _judged = [];

    /// <summary>The answer.</summary>
    public CheckAnswer Of(GuestClass guest, IEnumerable<FleetHost> hosts)
    {
        TargetInfo[] targets = [.. hosts.Select(h => Of(guest, h))];
        return new CheckAnswer(
            targets.Any(t => t.Verdict is "identical" or "superset") ? "yes"
                : targets.Any(t => t.Verdict == "undecided") ? "undecided" : "no",
            SnapshotAnswers.InfoOf(snapshot, clock), [.. targets]);
    }

    private TargetInfo Of(GuestClass guest, FleetHost host)
    {
        if (!_judged.TryGetValue(host.Class, out PairVerdict? pair))
        {
            pair = _judged[host.Class] = PairVerdict.Of(guest, host.Class, FleetSnapshot.Options);
        }

        return new TargetInfo
        {
            Host = host.Name,
            Verdict = FleetWords.Of(pair.Verdict).Key,
            Grade = FleetWords.Of(pair.Grade).Key,
            Truth = host.Class.IsUnreachable ? null : FleetWords.Of(host.Class.Truth).Key,
            Missing = pair.Missing,
            Forbidden = pair.Starts.Forbidden,
            Unknown = host.Class.IsUnreachable ? [] : pair.Unknown,
            Withheld = pair.Withheld,
            Axes =
            [
                .. pair.Axes.Where(a => a.Grade != CpuAxisGrade.Harmless).Select(a => (a.Grade, Reason: a.ToReason()))
                    .Select(a => new AxisInfo(a.Reason.Subject ?? string.Empty, FleetWords.Of(a.Grade).Key, a.Reason.ToString())),
            ],
            Stale = host.Details.IsStale,
            SeenAt = host.Details.Time,
        };
    }
}
