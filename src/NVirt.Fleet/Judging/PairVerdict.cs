using System.Collections.Immutable;
using NVirt.Cpu.Axes;
using NVirt.Fleet.Axes;
using NVirt.Fleet.Inventories;
using NVirt.Platforms;

namespace NVirt.Fleet.Judging;

/// <summary>A class of guests on a class of hosts, with the reasons (fleet-rules.md 2 and 3). Immutable.</summary>
/// <param name="Verdict">The answer: the worse of the two truths, and of what is not a feature.</param>
/// <param name="Grade">The worst grade of what is not a feature.</param>
/// <param name="Starts">By the truth that is judged by, which the host's class names.</param>
/// <param name="Libvirt">By what the processor has, where both are known.</param>
/// <param name="Axes">What is not a feature.</param>
public sealed record PairVerdict(
    FleetVerdict Verdict, CpuAxisGrade Grade, StatementComparison Starts, StatementComparison? Libvirt, ImmutableArray<AxisFinding> Axes)
{
    /// <summary>What the guest wants and the host lacks, by either truth.</summary>
    public ImmutableArray<string> Missing => Both(c => c.Missing);

    /// <summary>What decides and is not known.</summary>
    public ImmutableArray<string> Unknown => Both(c => c.Unknown);

    /// <summary>What the processor has, and the hypervisor does not give.</summary>
    public ImmutableArray<string> Withheld =>
        Libvirt is null ? [] : [.. Starts.Missing.Except(Libvirt.Missing, StringComparer.Ordinal)];

    /// <summary>Judges a pair, with the reasons.</summary>
    public static PairVerdict Of(GuestClass guest, HostClass host, FleetOptions options)
    {
        ArgumentNullException.ThrowIfNull(guest);
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(options);
        StatementComparison starts = guest.Demand.CompareWith(host.Judged);
        StatementComparison? libvirt = host.Physical is { } physical ? guest.Demand.CompareWith(physical) : null;
        ImmutableArray<AxisFinding> axes =
            options.JudgesAxes && !host.IsUnreachable ? PairAxes.Of(guest, host.Judged, options).Findings : [];
        return new PairVerdict(
            PairJudge.VerdictOf(guest, host, options, out CpuAxisGrade grade), grade, starts, libvirt, axes);
    }

    private ImmutableArray<string> Both(Func<StatementComparison, ImmutableArray<string>> list) => Libvirt is null ? list(Starts)
        : [.. list(Starts).Union(list(Libvirt), StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
