using NVirt.Cpu.Axes;

namespace NVirt.Fleet.Axes;

/// <summary>A rule on one axis.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Grades">The grades that it can give, the worst first.</param>
/// <param name="Compares">Whether it compares the host that a guest runs on with another one: a guest that starts anew has no such
/// host.</param>
/// <param name="Judge">
/// The finding; <see langword="null"/> if the axis does not concern the guest. It may set the flag: then the question does not say enough.
/// </param>
internal sealed record AxisRule(CpuAxis Axis, CpuAxisGrade[] Grades, bool Compares, AxisRule.Judging Judge)
{
    /// <summary>How a rule judges.</summary>
    /// <param name="question">The question.</param>
    /// <param name="isOpen">Whether it is left open.</param>
    public delegate AxisFinding? Judging(AxisQuestion question, out bool isOpen);

    /// <summary>A rule that any question says enough for.</summary>
    public static AxisRule Of(CpuAxis axis, bool compares, Func<AxisQuestion, AxisFinding?> judge, params CpuAxisGrade[] grades) =>
        new(axis, grades, compares, (AxisQuestion question, out bool isOpen) =>
        {
            isOpen = false;
            return judge(question);
        });
}
