namespace NVirt.RelaxNg;

/// <summary>Something goes beyond one of the <see cref="Limits"/>. Whoever knows the place makes an error of it.</summary>
/// <param name="reason">Which limit, in words.</param>
internal sealed class LimitException(string reason) : Exception(reason)
{
    /// <summary>The line, from 1; 0 if whoever catches this knows it.</summary>
    public int Line { get; init; }

    /// <summary>The column, from 1; 0 if whoever catches this knows it.</summary>
    public int Column { get; init; }

    /// <summary>Whether an exception says that a limit was exceeded; the stack is one as well.</summary>
    public static bool Is(Exception problem) => problem is LimitException or InsufficientExecutionStackException;

    /// <summary>What to say of it.</summary>
    public static string Reason(Exception problem) => problem is LimitException ? problem.Message : Text.Of(Messages.Limit_Depth, Limits.PatternDepth);
}
