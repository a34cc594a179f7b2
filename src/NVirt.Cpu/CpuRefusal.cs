using System.Collections.Immutable;
using NVirt.Cpu.Rules;

namespace NVirt.Cpu;

/// <summary>
/// Why an operation has no result: the only type for refusals. Immutable; equal if kind and reasons are equal, in their order.
/// </summary>
/// <param name="Kind">The class of the refusal.</param>
/// <param name="Reasons">All reasons, at least one, in the order of the definition.</param>
public sealed record CpuRefusal(CpuErrorKind Kind, ImmutableArray<CpuReason> Reasons)
{
    /// <summary>A refusal with one reason.</summary>
    public CpuRefusal(CpuErrorKind kind, CpuReason reason)
        : this(kind, [reason])
    {
    }

    /// <summary>All reasons. A default array counts as empty.</summary>
    public ImmutableArray<CpuReason> Reasons
    {
        get;
        init => field = value.IsDefault ? [] : value;
    }
    = Reasons.IsDefault ? [] : Reasons;

    /// <summary>All reasons on one line, in the user's language; features that fail by the same rule are listed together.</summary>
    public string Message => ReasonText.Summarize(Reasons);

    /// <inheritdoc/>
    public bool Equals(CpuRefusal? other) => other is not null && Kind == other.Kind && Reasons.SequenceEqual(other.Reasons);

    /// <inheritdoc/>
    public override int GetHashCode() => ValueHash.Of((int)Kind, Reasons);

    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
