using System.Collections.Immutable;

namespace NVirt.Cpu;

/// <summary>Why an operation has no result: the one type for refusals.</summary>
/// <param name="Kind">The class of the refusal.</param>
/// <param name="Reasons">Every reason found, at least one.</param>
public sealed record CpuRefusal(CpuErrorKind Kind, ImmutableArray<CpuReason> Reasons)
{
    internal CpuRefusal(CpuErrorKind kind, CpuReason reason)
        : this(kind, [reason])
    {
    }

    /// <summary>All reasons in one line, in the user's language; features that fail by the same rule are listed together.</summary>
    public string Message => ReasonText.Summarize(Reasons);

    /// <inheritdoc/>
    public override string ToString() => Message;
}
