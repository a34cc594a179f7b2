using System.Globalization;
using NVirt.Cpu;
using NVirt.Cpu.Axes;
using NVirt.Platforms;

namespace NVirt.Fleet.Axes;

/// <summary>Rules on what kind of processor a host has.</summary>
internal static class ProcessorRules
{
    /// <summary>Whether CLFLUSH writes back as much.</summary>
    public static AxisFinding? ClflushLine(AxisQuestion question)
    {
        uint? before = question.From!.Axes.ClflushSize;
        uint? after = question.Target.Axes.ClflushSize;
        bool isGvisor = question.Context.Consumer == AxisConsumer.Gvisor;
        if (before is null || after is null)
        {
            return isGvisor ? new AxisFinding(CpuAxis.ClflushLine, CpuAxisGrade.Undecided, AxisWhy.Unknown, before, after) : null;
        }

        (CpuAxisGrade grade, AxisWhy why) = before == after ? (CpuAxisGrade.Harmless, AxisWhy.Same)
            : isGvisor ? (CpuAxisGrade.Fatal, AxisWhy.OtherLineForGvisor)
            : (CpuAxisGrade.Risky, AxisWhy.OtherLine);
        return new AxisFinding(CpuAxis.ClflushLine, grade, why, before, after);
    }

    /// <summary>Whether the microcode is at least as new.</summary>
    public static AxisFinding? Microcode(AxisQuestion question)
    {
        CpuStatement from = question.From!;
        if (from.Axes.Microcode is not { } before || question.Target.Axes.Microcode is not { } after
            || from.Signature is not { } old || question.Target.Signature is not { } there)
        {
            return null;
        }

        (CpuAxisGrade grade, AxisWhy why) = old != there ? (CpuAxisGrade.Harmless, AxisWhy.OtherProcessor)
            : after < before ? (CpuAxisGrade.Risky, AxisWhy.OlderMicrocode)
            : after > before ? (CpuAxisGrade.Harmless, AxisWhy.NewerMicrocode)
            : (CpuAxisGrade.Harmless, AxisWhy.Same);
        return new AxisFinding(CpuAxis.Microcode, grade, why, Hex(before), Hex(after));
    }

    /// <summary>Whether the guest sees the same highest leaves.</summary>
    public static AxisFinding? HighestLeaves(AxisQuestion question)
    {
        StatementAxes guest = question.Guest.Axes;
        if (question.Kind != AxisGuestKind.Host && guest.Level is not null)
        {
            return new AxisFinding(
                CpuAxis.HighestLeaves, CpuAxisGrade.Harmless, AxisWhy.StatedByGuest, Leaves(guest), Leaves(question.Target.Axes));
        }

        string? before = Leaves(question.From!.Axes);
        string? after = Leaves(question.Target.Axes);
        return !question.SeesHost
            ? new AxisFinding(CpuAxis.HighestLeaves, CpuAxisGrade.Harmless, AxisWhy.FixedByModel, question.Guest.Model, after)
            : before is null || after is null ? null
            : Seen(CpuAxis.HighestLeaves, before, after);
    }

    /// <summary>Whether the guest sees the same caches and the same topology.</summary>
    public static AxisFinding? TopologyLeaves(AxisQuestion question)
    {
        bool isPassed = question.Guest.Axes.CacheMode is { } mode ? mode == CpuCacheMode.Passthrough : question.SeesHost;
        if (!isPassed)
        {
            return new AxisFinding(CpuAxis.TopologyLeaves, CpuAxisGrade.Harmless, AxisWhy.EmulatedCache, question.Guest.Model, host: null);
        }

        if (question.From!.Axes.TopologyLeaves is not { } before || question.Target.Axes.TopologyLeaves is not { } after)
        {
            return null;
        }

        string[] old = before.Split(' ');
        string[] there = after.Split(' ');
        return before == after ? Seen(CpuAxis.TopologyLeaves, Names(old), Names(there))
            : new AxisFinding(CpuAxis.TopologyLeaves, CpuAxisGrade.Risky, AxisWhy.GuestSeesOther, Rest(old, there), Rest(there, old));

        static string Names(string[] leaves) => string.Join(' ', leaves.Select(l => l[..l.IndexOf(':', StringComparison.Ordinal)]));

        static string Rest(string[] those, string[] others) =>
            string.Join(' ', those.Except(others, StringComparer.Ordinal).DefaultIfEmpty(AxisFinding.None));
    }

    /// <summary>Whether the processors are of one vendor.</summary>
    public static AxisFinding? Vendor(AxisQuestion question)
    {
        string? before = question.Vendor;
        string? after = question.Target.Vendor;
        if (before is null && question.From is null)
        {
            return null;
        }

        (CpuAxisGrade grade, AxisWhy why) = before is not null && before == after ? (CpuAxisGrade.Harmless, AxisWhy.Same)
            : question.Context.MixedVendors ? (CpuAxisGrade.Risky, AxisWhy.MixedVendors)
            : before is null || after is null ? (CpuAxisGrade.Undecided, AxisWhy.Unknown)
            : (CpuAxisGrade.Fatal, AxisWhy.OtherVendor);
        return new AxisFinding(CpuAxis.Vendor, grade, why, before, after);
    }

    /// <summary>Whether the guest sees the same family, model and stepping.</summary>
    public static AxisFinding? Signature(AxisQuestion question)
    {
        string? after = question.Target.Signature?.ToString();
        return !question.SeesHost
            ? new AxisFinding(CpuAxis.Signature, CpuAxisGrade.Harmless, AxisWhy.FixedByModel, question.Guest.Model, after)
            : question.From!.Signature?.ToString() is not { } before || after is null ? null
            : Seen(CpuAxis.Signature, before, after);
    }

    private static AxisFinding Seen(CpuAxis axis, string before, string after) => before == after
        ? new AxisFinding(axis, CpuAxisGrade.Harmless, AxisWhy.Same, before, after)
        : new AxisFinding(axis, CpuAxisGrade.Risky, AxisWhy.GuestSeesOther, before, after);

    private static string? Leaves(StatementAxes axes) => axes switch
    {
        { Level: { } level, ExtendedLevel: { } extended } => $"{Hex(level)} {Hex(extended)}",
        { Level: { } level } => Hex(level),
        _ => null,
    };

    private static string Hex(uint value) => string.Create(CultureInfo.InvariantCulture, $"0x{value:x}");
}
