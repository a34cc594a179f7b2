using System.Globalization;
using NVirt.Cpu.Axes;
using NVirt.Platforms;

namespace NVirt.Fleet.Axes;

/// <summary>Rules on what a guest measures itself with.</summary>
internal static class CounterRules
{
    private const string ArchLbr = "arch-lbr";

    /// <summary>Whether the host has the guest's performance counters.</summary>
    public static AxisFinding? Pmu(AxisQuestion question)
    {
        StatementCounters? before = question.From!.Axes.Counters;
        StatementCounters? after = question.Target.Axes.Counters;

        // QEMU turns them on for guests that see the host, and off for others.
        bool isOn = question.Guest.Axes.Pmu ?? question.SeesHost;
        bool isHost = question.Kind == AxisGuestKind.Host;
        if (!isOn)
        {
            return Find(CpuAxisGrade.Harmless, AxisWhy.NoCounters);
        }

        if (before is null || after is null)
        {
            return isHost ? null : Find(CpuAxisGrade.Undecided, AxisWhy.Unknown);
        }

        // Whether a host's guests have counters nobody says.
        return after.Version < before.Version || after.General < before.General || after.Fixed < before.Fixed
            ? Find(isHost ? CpuAxisGrade.Risky : CpuAxisGrade.Fatal, AxisWhy.FewerCounters)
            : after != before ? Find(CpuAxisGrade.Risky, AxisWhy.MoreCounters)
            : Find(CpuAxisGrade.Harmless, AxisWhy.Same);

        AxisFinding Find(CpuAxisGrade grade, AxisWhy why) => new(CpuAxis.Pmu, grade, why, Counters(before), Counters(after));
    }

    /// <summary>Whether the host records branches in the guest's form.</summary>
    public static AxisFinding? Lbr(AxisQuestion question)
    {
        bool isArchitectural = question.Has(ArchLbr) == true;
        uint? format = question.Guest.Axes.LbrFormat;
        if (!isArchitectural && format is null or 0)
        {
            return null;
        }

        // The form is in an MSR, which no dump of CPUID has.
        uint? before = isArchitectural ? question.From!.Axes.LbrDepths : format;
        uint? after = isArchitectural ? question.Target.Axes.LbrDepths : question.Target.Axes.LbrFormat;
        CpuAxisGrade fatal = question.Kind == AxisGuestKind.Host ? CpuAxisGrade.Risky : CpuAxisGrade.Fatal;
        (CpuAxisGrade grade, AxisWhy why) = before is null || after is null ? (CpuAxisGrade.Undecided, AxisWhy.Unknown)
            : before == after ? (CpuAxisGrade.Harmless, AxisWhy.Same)
            : (fatal, AxisWhy.OtherForm);
        return new AxisFinding(CpuAxis.Lbr, grade, why, Hex(before), Hex(after));
    }

    // Version, counters of any event, counters of one.
    private static string? Counters(StatementCounters? counters) =>
        counters is null ? null : string.Create(CultureInfo.InvariantCulture, $"{counters.Version}/{counters.General}/{counters.Fixed}");

    private static string? Hex(uint? value) => value is { } v ? string.Create(CultureInfo.InvariantCulture, $"0x{v:x}") : null;
}
