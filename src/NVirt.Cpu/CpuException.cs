namespace NVirt.Cpu;

/// <summary>An operation was refused.</summary>
public sealed class CpuException : Exception
{
    /// <summary>An exception without details; prefer the one with a refusal.</summary>
    public CpuException()
        : this(string.Empty)
    {
    }

    /// <summary>An internal refusal with this text.</summary>
    public CpuException(string message)
        : this(message, innerException: null)
    {
    }

    /// <summary>An internal refusal with this text and cause.</summary>
    public CpuException(string message, Exception? innerException)
        : this(new CpuRefusal(CpuErrorKind.Internal, new CpuReason(CpuRule.Malformed, message)), innerException)
    {
    }

    /// <summary>A refusal.</summary>
    public CpuException(CpuRefusal refusal, Exception? innerException = null)
        : base(refusal?.Message, innerException)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        Refusal = refusal;
    }

    private CpuException(CpuRefusal refusal, string message, Exception? innerException)
        : base(message, innerException) => Refusal = refusal;

    internal CpuException(CpuErrorKind kind, CpuReason reason)
        : this(new CpuRefusal(kind, reason))
    {
    }

    internal CpuException(CpuErrorKind kind, CpuRule rule, string? subject = null)
        : this(kind, new CpuReason(rule, subject))
    {
    }

    /// <summary>The same refusal with more in its message than the reasons: where it was. This exception becomes the cause.</summary>
    /// <param name="message">The whole message.</param>
    public CpuException At(string message) => new(Refusal, message, this);

    /// <summary>Why.</summary>
    public CpuRefusal Refusal { get; }

    /// <summary>The class of the refusal.</summary>
    public CpuErrorKind Kind => Refusal.Kind;
}
