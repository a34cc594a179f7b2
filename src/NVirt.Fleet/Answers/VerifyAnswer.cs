using NVirt.Cpu.Judging;
using NVirt.Fleet.Freezes;
using static NVirt.Fleet.Answers.FleetColumns;

namespace NVirt.Fleet.Answers;

/// <summary>Whether frozen baselines are as they were frozen.</summary>
public static class VerifyAnswer
{
    /// <summary>The answer: what is wrong is no answer but an error.</summary>
    /// <param name="all">Places with what was frozen.</param>
    /// <param name="problems">What is wrong.</param>
    public static FleetAnswer Of(IReadOnlyList<(string Place, FrozenBaseline Baseline)> all, IReadOnlyList<ChainProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentNullException.ThrowIfNull(problems);
        return new FleetAnswer(
            Messages.Title_Verify, problems.Count == 0 ? CpuAnswer.Yes : CpuAnswer.None,
            problems.Count == 0 ? Messages.Answer_Whole : Messages.Answer_Broken,
            [
                FleetTable.Of(
                    "frozen", string.Empty, [FileName, Name, Number, Digest],
                    all.Select(b => (IReadOnlyList<object?>)[b.Place, b.Baseline.Name, b.Baseline.Version, b.Baseline.Digest])),
                FleetTable.Of("problems", Messages.Heading_Problems, [FileName, Problem],
                    problems.Select(p => (IReadOnlyList<object?>)[p.File, p.Text])),
            ]);
    }
}
