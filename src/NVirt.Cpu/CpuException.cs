using System.Diagnostics.CodeAnalysis;
using NVirt.Xml;

namespace NVirt.Cpu;

/// <summary>An operation was refused. There is always a refusal with a kind, so there is no constructor with only a text.</summary>
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "A text alone has no kind.")]
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "A text alone has no kind.")]
public sealed class CpuException : Exception
{
    /// <summary>A refusal.</summary>
    public CpuException(CpuRefusal refusal, Exception? innerException = null)
        : base(refusal?.Message, innerException)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        Refusal = refusal;
    }

    private CpuException(CpuRefusal refusal, string message, Exception? innerException)
        : base(message, innerException) => Refusal = refusal;

    /// <summary>A refusal with one reason.</summary>
    /// <param name="kind">The class of the refusal.</param>
    /// <param name="reason">Why.</param>
    public CpuException(CpuErrorKind kind, CpuReason reason)
        : this(new CpuRefusal(kind, reason))
    {
    }

    /// <summary>A refusal with one rule as its reason.</summary>
    /// <param name="kind">The class of the refusal.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="subject">What it concerns: a name, or the whole text.</param>
    public CpuException(CpuErrorKind kind, CpuRule rule, string? subject = null)
        : this(kind, new CpuReason(rule, subject))
    {
    }

    /// <summary>The error about a document, for <see cref="DocumentErrors"/> and <see cref="IndentedXml"/>.</summary>
    /// <param name="kind">What is wrong.</param>
    /// <param name="message">The whole message, with the position.</param>
    /// <param name="cause">The exception that was caught, or <see langword="null"/>.</param>
    public static CpuException Of(MistakeKind kind, string message, Exception? cause = null) =>
        new(new CpuRefusal(KindOf(kind), new CpuReason(CpuRule.Malformed, message)), cause);

    private static CpuErrorKind KindOf(MistakeKind kind) => kind switch
    {
        MistakeKind.Unsupported => CpuErrorKind.Unsupported,
        MistakeKind.Contradiction => CpuErrorKind.Internal,
        MistakeKind.NoSupport => CpuErrorKind.NoSupport,
        MistakeKind.Unwritable => CpuErrorKind.InvalidArgument,
        _ => CpuErrorKind.Xml,
    };

    /// <summary>The same refusal with more in its message, for example the file. This exception becomes the cause.</summary>
    /// <param name="message">The whole message.</param>
    public CpuException At(string message) => new(Refusal, message, this);

    /// <summary>Why.</summary>
    public CpuRefusal Refusal { get; }

    /// <summary>The class of the refusal.</summary>
    public CpuErrorKind Kind => Refusal.Kind;
}
