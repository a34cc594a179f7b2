namespace NVirt.Domains;

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
    /// <param name="message">The same in words.</param>
    /// <param name="innerException">What was behind it, or <see langword="null"/>.</param>
    public DomainException(DomainErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>Why.</summary>
    public DomainErrorKind Kind { get; }
}
