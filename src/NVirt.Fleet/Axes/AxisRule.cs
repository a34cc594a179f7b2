using NVirt.Cpu.Axes;

namespace NVirt.Fleet.Axes;

/// <summary>A rule on one axis.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Compares">Whether it compares the host that a guest runs on with another one: a guest that starts anew has no such
/// host.</param>
/// <param name="Judge">
/// The finding; <see langword="null"/> if the axis does not concern the guest. It may set the flag: then the question does not say enough.
/// </param>
/// <param name="Outcomes">All that it can say, the worst first.</param>
internal sealed record AxisRule(
    CpuAxis Axis, bool Compares, AxisRule.Judging Judge, params (CpuAxisGrade Grade, AxisWhy Why)[] Outcomes)
{
    /// <summary>How a rule judges.</summary>
    /// <param name="question">The question.</param>
    /// <param name="isOpen">Whether it is left open.</param>
    public delegate AxisFinding? Judging(AxisQuestion question, out bool isOpen);

    /// <summary>A rule that needs only the host that a guest is to run on, and for which any question says enough.</summary>
    public static AxisRule ForStart(CpuAxis axis, Func<AxisQuestion, AxisFinding?> judge, params (CpuAxisGrade, AxisWhy)[] outcomes) =>
        new(axis, Compares: false, Closed(judge), outcomes);

    /// <summary>A rule that compares that host with the one on which the guest runs.</summary>
    public static AxisRule ForMove(CpuAxis axis, Func<AxisQuestion, AxisFinding?> judge, params (CpuAxisGrade, AxisWhy)[] outcomes) =>
        new(axis, Compares: true, Closed(judge), outcomes);

    private static Judging Closed(Func<AxisQuestion, AxisFinding?> judge) => (AxisQuestion question, out bool isOpen) =>
    {
        isOpen = false;
        return judge(question);
    };
}
