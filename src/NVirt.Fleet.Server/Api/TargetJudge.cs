using NVirt.Cpu.Axes;
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
            Verdict = WordOf(pair.Verdict),
            Grade = WordOf(pair.Grade),
            Truth = host.Class.IsUnreachable ? null : HostEndpoints.WordOf(host.Class.Truth),
            Missing = pair.Missing,
            Forbidden = pair.Starts.Forbidden,
            Unknown = host.Class.IsUnreachable ? [] : pair.Unknown,
            Withheld = pair.Withheld,
            Axes =
            [
                .. pair.Axes.Where(a => a.Grade != CpuAxisGrade.Harmless).Select(a => a.ToReason())
                    .Select(r => new AxisInfo(r.Subject ?? string.Empty, WordOf(pair.Grade), r.ToString())),
            ],
            Stale = host.Details.IsStale,
            SeenAt = host.Details.Time,
        };
    }

    private static string WordOf(FleetVerdict verdict) => verdict switch
    {
        FleetVerdict.Identical => "identical",
        FleetVerdict.Superset => "superset",
        FleetVerdict.Undecided => "undecided",
        _ => "incompatible",
    };

    private static string WordOf(CpuAxisGrade grade) => grade switch
    {
        CpuAxisGrade.Harmless => "harmless",
        CpuAxisGrade.Risky => "risky",
        CpuAxisGrade.Undecided => "undecided",
        _ => "fatal",
    };
}
