namespace NVirt.Domains.Storage;

/// <summary>An operation on pools or volumes failed.</summary>
public sealed class StorageException : Exception
{
    /// <summary>An exception without details.</summary>
    public StorageException()
        : this(string.Empty)
    {
    }

    /// <summary>Something that did not work, with this text.</summary>
    public StorageException(string message)
        : this(message, innerException: null)
    {
    }

    /// <summary>Something that did not work, with this text and cause.</summary>
    public StorageException(string message, Exception? innerException)
        : this(StorageErrorKind.Failed, message, innerException)
    {
    }

    /// <summary>An operation failed.</summary>
    /// <param name="kind">Why.</param>
    /// <param name="message">The reason in words.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public StorageException(StorageErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>Why.</summary>
    public StorageErrorKind Kind { get; }

    /// <summary>The number of the operating system's error (<c>errno</c>); <see langword="null"/> if it was not the reason.</summary>
    public int? SystemError { get; init; }
}
