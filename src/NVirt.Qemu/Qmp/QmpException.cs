using NVirt.Xml;

namespace NVirt.Qemu.Qmp;

/// <summary>A command was refused, or QEMU could not be queried.</summary>
public sealed class QmpException : Exception
{
    /// <summary>An exception without details.</summary>
    public QmpException()
        : this(QmpErrorKind.Malformed, string.Empty)
    {
    }

    /// <summary>Something that is not QMP, with this text.</summary>
    public QmpException(string message)
        : this(QmpErrorKind.Malformed, message)
    {
    }

    /// <summary>Something that is not QMP, with this text and cause.</summary>
    public QmpException(string message, Exception? innerException)
        : this(QmpErrorKind.Malformed, message, innerException)
    {
    }

    private QmpException(QmpErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>What went wrong.</summary>
    public QmpErrorKind Kind { get; }

    /// <summary>QEMU's error class, for example <c>GenericError</c> or <c>CommandNotFound</c>; only for a refusal.</summary>
    public string? ErrorClass { get; private init; }

    /// <summary>QEMU's error text; only for a refusal.</summary>
    public string? Description { get; private init; }

    /// <summary>The command that was refused or timed out; <see langword="null"/> if the error does not belong to one command.</summary>
    public string? Command { get; private init; }

    internal static QmpException Of(QmpErrorKind kind, string message, Exception? cause = null) => new(kind, message, cause);

    internal static QmpException Closed(Exception? cause = null) => new(QmpErrorKind.Closed, Messages.Qmp_Closed, cause);

    internal static QmpException Refused(string command, string errorClass, string description) =>
        new(QmpErrorKind.Refused, Text.Of(Messages.Qmp_Refused, command, errorClass, description))
        {
            Command = command,
            ErrorClass = errorClass,
            Description = description,
        };

    internal static QmpException TimedOut(string command, TimeSpan timeout) =>
        new(QmpErrorKind.TimedOut, Text.Of(Messages.Qmp_TimedOut, command, timeout.TotalSeconds)) { Command = command };
}
