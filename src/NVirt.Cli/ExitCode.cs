using NVirt.Cpu;
using NVirt.Cpu.Axes;
using NVirt.Cpu.Judging;

namespace NVirt.Cli;

/// <summary>The exit codes, a contract with scripts.</summary>
internal static class ExitCode
{
    /// <summary>Done; for a comparison: the host can run it.</summary>
    public const int Done = 0;

    /// <summary>Could not be judged: bad arguments, unreadable input, an unknown name.</summary>
    public const int NotJudged = 1;

    /// <summary>Judged, and the answer is no.</summary>
    public const int No = 2;

    /// <summary>What is unknown could turn the answer.</summary>
    public const int Undecided = 3;

    /// <summary>SIGHUP ended it.</summary>
    public const int HungUp = 129;

    /// <summary>SIGINT ended it.</summary>
    public const int Interrupted = 130;

    /// <summary>SIGTERM ended it.</summary>
    public const int Terminated = 143;

    /// <summary>One code for several inputs: 1 before 2 before 3 before 0.</summary>
    public static int Combine(params IEnumerable<int> codes) => (int)CpuAnswers.Combine(codes.Select(c => (CpuAnswer)c));

    /// <summary>The code of a comparison.</summary>
    public static int Of(CpuComparison comparison) => (int)CpuAnswers.Of(comparison);

    /// <summary>The code of a refusal: 2 where the operation judged and said no, 3 where what is unknown decides, otherwise 1.</summary>
    public static int Of(CpuRefusal refusal) => (int)CpuAnswers.Of(refusal);
}
