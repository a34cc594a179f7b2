using NVirt.Xml;

namespace NVirt.RelaxNg;

/// <summary>Something exceeds one of the <see cref="Limits"/>. Whoever knows the position turns it into an error.</summary>
/// <param name="reason">Which limit, in words.</param>
internal sealed class LimitException(string reason) : Exception(reason)
{
    /// <summary>The line, from 1; 0 if whoever catches this knows it.</summary>
    public int Line { get; init; }

    /// <summary>The column, from 1; 0 if whoever catches this knows it.</summary>
    public int Column { get; init; }

    /// <summary>Whether an exception means that a limit was exceeded; the stack is one, too.</summary>
    public static bool Is(Exception problem) => problem is LimitException or InsufficientExecutionStackException;

    /// <summary>The text of the error.</summary>
    public static string Reason(Exception problem) => problem is LimitException ? problem.Message
        : Text.Of(Messages.Limit_Depth, Limits.PatternDepth);
}
