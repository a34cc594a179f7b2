using System.Collections.Immutable;

namespace NVirt.Cpu;

/// <summary>
/// The outcome of comparing a CPU with a host. Immutable; equal if verdict, reasons and undecided features are equal, in their order.
/// </summary>
/// <param name="Verdict">libvirt's verdict; what could not be read counts as absent.</param>
/// <param name="Refusal">The reasons, for <see cref="CpuVerdict.Incompatible"/> and <see cref="CpuVerdict.Error"/>; otherwise
/// <see langword="null"/>.</param>
public sealed record CpuComparison(CpuVerdict Verdict, CpuRefusal? Refusal = null)
{
    /// <summary>Why it is not compatible, in the order of the definition; empty if it is.</summary>
    public ImmutableArray<CpuReason> Reasons => Refusal?.Reasons ?? [];

    /// <summary>
    /// Features whose state on the host is unknown and that could change the answer between yes and no; empty if the verdict is
    /// certain (cpu-rules.md 5.6).
    /// </summary>
    public ImmutableArray<CpuReason> Undecided
    {
        get;
        init => field = value.IsDefault ? [] : value;
    }
    = [];

    /// <summary>
    /// Whether libvirt compares the CPUs at all for this verdict. On s390x, riscv64 and loongarch64, and for guests on ARM, it does not:
    /// its answer is always identical, and the hypervisor decides. Default: yes.
    /// </summary>
    public bool IsJudged { get; init; } = true;

    /// <summary>Whether the host can run the CPU, as far as is known.</summary>
    public bool IsCompatible => Verdict is CpuVerdict.Identical or CpuVerdict.Superset;

    /// <summary>
    /// Whether only features are missing that KVM gives to guests by itself: then the hypervisor's offer decides, not the
    /// processor.
    /// </summary>
    public bool NeedsHypervisor => Verdict == CpuVerdict.Incompatible && Refusal is not null && Reasons.All(r => r.IsGivenByHypervisor);

    /// <summary>Throws the refusal, as libvirt's "fail on incompatible" flag does.</summary>
    /// <returns>This comparison.</returns>
    /// <exception cref="CpuException">The verdict is incompatible or error.</exception>
    public CpuComparison ThrowIfRefused() => Refusal is null ? this : throw new CpuException(Refusal);

    /// <summary>libvirt's answer where it leaves the CPU to the hypervisor.</summary>
    internal static CpuComparison NotJudged { get; } = new(CpuVerdict.Identical) { IsJudged = false };

    /// <summary>A CPU that is not possible, for these reasons.</summary>
    public static CpuComparison Incompatible(params ImmutableArray<CpuReason> reasons) =>
        new(CpuVerdict.Incompatible, new CpuRefusal(CpuErrorKind.Incompatible, reasons));

    /// <summary>A comparison that could not be made.</summary>
    public static CpuComparison Error(CpuRefusal refusal) => new(CpuVerdict.Error, refusal);

    /// <inheritdoc/>
    public bool Equals(CpuComparison? other) => other is not null && Verdict == other.Verdict && IsJudged == other.IsJudged
        && Refusal == other.Refusal && Undecided.SequenceEqual(other.Undecided);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Verdict, IsJudged, Refusal, ValueHash.Of(0, Undecided));

    /// <summary>libvirt's word for the verdict, and why: <c>incompatible: </c> and the message; for people, not for programs.</summary>
    public override string ToString() => Refusal is null ? CpuWords.Of(Verdict) : $"{CpuWords.Of(Verdict)}: {Refusal.Message}";
}
