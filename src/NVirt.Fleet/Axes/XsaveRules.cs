using System.Globalization;
using NVirt.Cpu.Axes;
using NVirt.Platforms;

namespace NVirt.Fleet.Axes;

/// <summary>Rules on the state that XSAVE keeps.</summary>
internal static class XsaveRules
{
    // The state of x87 and SSE with the header, which is always there.
    private const uint Smallest = 576;

    /// <summary>Whether the host keeps all the state that the guest's features have.</summary>
    public static AxisFinding? Components(AxisQuestion question)
    {
        IReadOnlyList<int> needed = XsaveLayout.Needed(f => question.Has(f) == true);
        if (needed.Count == 0)
        {
            return null;
        }

        bool?[] kept = [.. needed.Select(c => Keeps(question.Target, c))];
        (CpuAxisGrade grade, AxisWhy why) = kept.Contains(false) ? (CpuAxisGrade.Fatal, AxisWhy.CannotKeep)
            : kept.Contains(null) ? (CpuAxisGrade.Undecided, AxisWhy.Unknown)
            : (CpuAxisGrade.Harmless, AxisWhy.Keeps);
        string? host = kept.Contains(null) && grade == CpuAxisGrade.Undecided ? null
            : Join(needed.Where((_, i) => kept[i] == true), AxisFinding.None);
        return new AxisFinding(CpuAxis.XsaveComponents, grade, why, Join(needed, AxisFinding.None), host);
    }

    /// <summary>Whether that state is at the same place, as it travels in the standard form.</summary>
    public static AxisFinding? Layout(AxisQuestion question)
    {
        // What the target cannot keep at all is the other rule's.
        int[] needed = [.. XsaveLayout.Needed(f => question.Has(f) == true).Where(c => Keeps(question.Target, c) != false)];
        if (needed.Length == 0)
        {
            return null;
        }

        XsaveDifference? difference = XsaveLayout.Difference([question.From!.Axes.Xsave, question.Target.Axes.Xsave], needed);
        return difference is null
            ? new AxisFinding(
                CpuAxis.XsaveLayout, CpuAxisGrade.Harmless, AxisWhy.Same, Places(question.From, needed), Places(question.Target, needed))
            : difference.Grade == CpuAxisGrade.Undecided && IsSameProcessor(question)
            ? new AxisFinding(CpuAxis.XsaveLayout, CpuAxisGrade.Harmless, AxisWhy.SameProcessor, (string?)null, null)
            : new AxisFinding(
                CpuAxis.XsaveLayout, difference.Grade,
                difference.Grade == CpuAxisGrade.Fatal ? AxisWhy.ReadElsewhere : AxisWhy.Unknown,
                Place(difference.Places[0]), Place(difference.Places[1]));
    }

    /// <summary>Whether the host's area has room for the guest's.</summary>
    public static AxisFinding? Size(AxisQuestion question)
    {
        bool isCriu = question.Context.Consumer == AxisConsumer.Criu;
        IReadOnlyList<int> needed = XsaveLayout.Needed(f => question.Has(f) == true);
        if (needed.Count == 0 && !question.SeesHost && !isCriu)
        {
            return null;
        }

        uint? area = question.SeesHost || isCriu ? question.From!.Axes.Xsave?.Size : AreaOf(question.From!.Axes.Xsave, needed);
        uint? room = question.Target.Axes.Xsave?.Size;
        (CpuAxisGrade grade, AxisWhy why) = (area, room) switch
        {
            (null, _) or (_, null) when !question.SeesHost && !isCriu && IsSameProcessor(question)
                && needed.All(c => Keeps(question.Target, c) == true) => (CpuAxisGrade.Harmless, AxisWhy.SameProcessor),
            (null, _) or (_, null) => (CpuAxisGrade.Undecided, AxisWhy.Unknown),
            _ when room < area => (CpuAxisGrade.Fatal, AxisWhy.NoRoom),
            _ when room == area => (CpuAxisGrade.Harmless, AxisWhy.Same),
            _ when isCriu => (CpuAxisGrade.Fatal, AxisWhy.MoreRoomForCriu),
            _ => (CpuAxisGrade.Harmless, AxisWhy.MoreRoom),
        };
        return new AxisFinding(CpuAxis.XsaveSize, grade, why, area, room);
    }

    // Where a processor puts state is fixed in its silicon; firmware and hypervisors decide only which state there is.
    private static bool IsSameProcessor(AxisQuestion question) => question.From is { Vendor: { } vendor, Signature: { } signature }
        && vendor == question.Target.Vendor && signature == question.Target.Signature;

    // Where the leaf was not read, a feature that is there has its state.
    private static bool? Keeps(CpuStatement host, int component) => host.Axes.Xsave?.Has(component) ?? ByFeatures(host, component);

    private static bool? ByFeatures(CpuStatement host, int component)
    {
        bool?[] known = [.. AxisLists.Components.Where(c => c.Components.Contains(component)).Select(c => host.Bits.Has(c.Feature))];
        return known.Contains(true) ? true : known.Contains(null) ? null : false;
    }

    private static uint? AreaOf(StatementXsave? host, IReadOnlyList<int> needed)
    {
        uint end = Smallest;
        foreach (int component in needed)
        {
            if (host?.Find(component) is not { } place)
            {
                return null;
            }

            end = Math.Max(end, place.Offset + place.Size);
        }

        return end;
    }

    private static string Join(IEnumerable<int> components, string none)
    {
        string text = string.Join(' ', components.Select(c => c.ToString(CultureInfo.InvariantCulture)));
        return text.Length == 0 ? none : text;
    }

    private static string Places(CpuStatement host, int[] needed) => string.Join(' ', needed.Select(c => Place(host.Axes.Xsave?.Find(c))));

    // 9: 2688+8
    private static string? Place(StatementXsavePlace? place) =>
        place is { } p ? string.Create(CultureInfo.InvariantCulture, $"{p.Component}:{p.Offset}+{p.Size}") : null;
}
