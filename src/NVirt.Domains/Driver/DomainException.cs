using NVirt.Cpu;

namespace NVirt.Domains.Driver;

/// <summary>An operation on domains failed.</summary>
public sealed partial class DomainException : Exception
{
    /// <summary>An exception without details.</summary>
    public DomainException()
        : this(string.Empty)
    {
    }

    /// <summary>Something that did not work, with this text.</summary>
    public DomainException(string message)
        : this(message, innerException: null)
    {
    }

    /// <summary>Something that did not work, with this text and cause.</summary>
    public DomainException(string message, Exception? innerException)
        : this(DomainErrorKind.Failed, message, innerException)
    {
    }

    /// <summary>An operation failed.</summary>
    /// <param name="kind">Why.</param>
    /// <param name="message">The reason in words.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public DomainException(DomainErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>Why.</summary>
    public DomainErrorKind Kind { get; }

    /// <summary>The kind of any exception that a driver's operations throw, including refusals of documents and CPUs.</summary>
    public static DomainErrorKind KindOf(Exception error) => error switch
    {
        DomainException e => e.Kind,
        OperationCanceledException => DomainErrorKind.Aborted,
        CpuException e => e.Kind switch
        {
            CpuErrorKind.Xml => DomainErrorKind.Malformed,
            CpuErrorKind.Unsupported => DomainErrorKind.Unsupported,
            CpuErrorKind.InvalidArgument => DomainErrorKind.InvalidArgument,
            CpuErrorKind.NoSupport => DomainErrorKind.NoSupport,
            CpuErrorKind.Incompatible or CpuErrorKind.OperationFailed => DomainErrorKind.Refused,
            _ => DomainErrorKind.Failed,
        },
        UnauthorizedAccessException => DomainErrorKind.AccessDenied,
        _ => DomainErrorKind.Failed,
    };
}
