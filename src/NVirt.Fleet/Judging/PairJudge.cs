using NVirt.Cpu.Axes;
using NVirt.Fleet.Inventories;
using NVirt.Platforms;

namespace NVirt.Fleet.Judging;

/// <summary>Judges pairs without their reasons.</summary>
internal static class PairJudge
{
    /// <summary>The answer for a pair of classes.</summary>
    public static FleetVerdict VerdictOf(GuestClass guest, HostClass host, FleetOptions options, out CpuAxisGrade grade) =>
        WithAxes(FeaturesOf(guest.Demand, host), guest, host, options, out grade);

    /// <summary>What the features say; the worse of both truths.</summary>
    public static FleetVerdict FeaturesOf(StatementDemand demand, HostClass host)
    {
        if (host.IsUnreachable)
        {
            return FleetVerdict.Undecided;
        }

        FleetVerdict starts = Of(demand.VerdictOn(host.Judged));
        return host.Physical is { } physical ? Worse(starts, Of(demand.VerdictOn(physical))) : starts;
    }

    /// <summary>The answer once the rest is judged too: what is fatal refuses, and what is not known leaves it open.</summary>
    public static FleetVerdict WithAxes(
        FleetVerdict features, GuestClass guest, HostClass host, FleetOptions options, out CpuAxisGrade grade)
    {
        grade = CpuAxisGrade.Harmless;
        if (!options.JudgesAxes || host.IsUnreachable || features == FleetVerdict.Incompatible)
        {
            // Nothing is worse.
            return features;
        }

        grade = PairAxes.Of(guest, host.Judged, options).Worst;
        return grade switch
        {
            CpuAxisGrade.Fatal => FleetVerdict.Incompatible,
            CpuAxisGrade.Undecided => Worse(features, FleetVerdict.Undecided),
            _ => features,
        };
    }

    /// <summary>Whether it is a yes.</summary>
    public static bool IsYes(FleetVerdict verdict) => verdict <= FleetVerdict.Superset;

    public static FleetVerdict Worse(FleetVerdict a, FleetVerdict b) => (FleetVerdict)Math.Max((int)a, (int)b);

    private static FleetVerdict Of(StatementVerdict verdict) => verdict switch
    {
        StatementVerdict.Identical => FleetVerdict.Identical,
        StatementVerdict.Superset => FleetVerdict.Superset,
        StatementVerdict.Incompatible => FleetVerdict.Incompatible,
        _ => FleetVerdict.Undecided,
    };
}
