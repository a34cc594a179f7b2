using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.Cli;

/// <summary>The command cannot go on; the message is all that the user sees.</summary>
internal sealed class CliException(string message, int exitCode = ExitCode.NotJudged, CliErrorKind kind = CliErrorKind.Failed) : Exception(
    message)
{
    public int Code { get; } = exitCode;

    public CliErrorKind Kind { get; } = kind;

    /// <summary>Why, where it is about single features and the like; a line each.</summary>
    public ImmutableArray<CpuReason> Reasons { get; init; } = [];

    /// <summary>What may have been meant.</summary>
    public ImmutableArray<string> Suggestions { get; init; } = [];
}

/// <summary>Why a command could not go on; the words are part of the JSON form of errors.</summary>
internal enum CliErrorKind
{
    /// <summary>It was tried, and did not work.</summary>
    Failed,

    /// <summary>The command line is wrong.</summary>
    Usage,

    /// <summary>A file cannot be read.</summary>
    Unreadable,

    /// <summary>What was given holds no answer: undecided.</summary>
    Undecided,

    /// <summary>It was judged, and the answer is no.</summary>
    Refused,

    /// <summary>A signal ended it.</summary>
    Interrupted,

    /// <summary>A mistake of the tool itself.</summary>
    Mistake,
}
