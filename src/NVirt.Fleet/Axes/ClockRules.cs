using NVirt.Cpu;
using NVirt.Cpu.Axes;
using NVirt.Platforms;

namespace NVirt.Fleet.Axes;

/// <summary>Rules on the time stamp counter.</summary>
internal static class ClockRules
{
    private const string Feature = "invtsc";

    /// <summary>Whether the host can give the guest's frequency.</summary>
    public static AxisFinding? Frequency(AxisQuestion question)
    {
        ulong? wanted = question.Guest.Axes.TscHz;
        ulong? offered = question.Target.Axes.TscHz;
        if (question.Kind == AxisGuestKind.Host || (wanted is null && question.From is null))
        {
            return null;
        }

        bool? isInvariant = Has(question);
        if (wanted is null && isInvariant == false)
        {
            return new AxisFinding(
                CpuAxis.TscFrequency, CpuAxisGrade.Harmless, AxisWhy.KvmClock, question.From!.Axes.TscHz, offered);
        }

        if ((wanted ?? question.From!.Axes.TscHz) is not { } hz)
        {
            return new AxisFinding(CpuAxis.TscFrequency, CpuAxisGrade.Undecided, AxisWhy.Unknown, guest: null, offered);
        }

        CpuAxisGrade grade = CpuAxes.JudgeTscFrequency(
            hz, offered is { } there ? new CpuTsc(there, question.Target.Axes.TscScaling) : null).Grade;
        if (wanted is null && isInvariant is null && grade == CpuAxisGrade.Fatal)
        {
            return new AxisFinding(CpuAxis.TscFrequency, CpuAxisGrade.Undecided, AxisWhy.Unknown, hz, offered);
        }

        return new AxisFinding(CpuAxis.TscFrequency, grade, WhyOf(grade, hz, offered), hz, offered);
    }

    /// <summary>Whether a guest whose counter never changes its frequency may move.</summary>
    public static AxisFinding? Invariant(AxisQuestion question) => question.Kind == AxisGuestKind.Host ? null : Has(question) switch
    {
        false => null,
        _ when question.Guest.Axes.TscHz is not null => Find(CpuAxisGrade.Harmless, AxisWhy.FrequencyIsFixed),
        true => Find(CpuAxisGrade.Fatal, AxisWhy.NotMigratable),
        null => Find(CpuAxisGrade.Undecided, AxisWhy.Unknown),
    };

    // What takes its features from the host gets no such counter, unless it asks for it or need not be migrated.
    private static bool? Has(AxisQuestion question) => question.Kind switch
    {
        AxisGuestKind.HostModel => question.Guest.Bits.Has(Feature) == true,
        AxisGuestKind.Passthrough when question.Guest.Axes.Migratable != false => question.Guest.Bits.Has(Feature) == true,
        _ => question.Has(Feature),
    };

    private static AxisWhy WhyOf(CpuAxisGrade grade, ulong wanted, ulong? offered) => grade switch
    {
        CpuAxisGrade.Fatal => AxisWhy.NotScalable,
        CpuAxisGrade.Risky => AxisWhy.ScaledUp,
        CpuAxisGrade.Undecided => offered is null ? AxisWhy.Unknown : AxisWhy.MayNotScale,
        _ => CpuAxes.JudgeTscFrequency(wanted, new CpuTsc(offered!.Value, Scaling: false)).Grade == CpuAxisGrade.Harmless
            ? AxisWhy.CloseEnough : AxisWhy.ScaledDown,
    };

    private static AxisFinding Find(CpuAxisGrade grade, AxisWhy why) => new(CpuAxis.InvariantTsc, grade, why, Feature, host: null);
}
