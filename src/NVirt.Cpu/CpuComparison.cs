using System.Collections.Immutable;

namespace NVirt.Cpu;

/// <summary>The outcome of comparing a CPU with a host.</summary>
/// <param name="Verdict">libvirt's verdict; what could not be read counts as absent.</param>
/// <param name="Refusal">The reasons, for <see cref="CpuVerdict.Incompatible"/> and <see cref="CpuVerdict.Error"/>; otherwise <see langword="null"/>.</param>
public sealed record CpuComparison(CpuVerdict Verdict, CpuRefusal? Refusal = null)
{
    /// <summary>
    /// Features whose state is unknown on the host and that could turn a yes into a no or a no into a yes; empty where the verdict is
    /// certain (cpu-core.md 5, "Unknown").
    /// </summary>
    public ImmutableArray<CpuReason> Undecided { get; init; } = [];

    /// <summary>
    /// Whether libvirt looks at the CPUs at all for this verdict. On s390x, riscv64 and loongarch64, and for guests on ARM, it does not: its
    /// word is identical, whatever they are, and the hypervisor decides. Default: yes.
    /// </summary>
    public bool IsJudged { get; init; } = true;

    /// <summary>Whether the host can run the CPU, as far as is known.</summary>
    public bool IsCompatible => Verdict is CpuVerdict.Identical or CpuVerdict.Superset;

    /// <summary>
    /// Whether nothing is missing but features that KVM gives to guests by itself: what a hypervisor offers decides then, and not the
    /// processor.
    /// </summary>
    public bool NeedsHypervisor => Verdict == CpuVerdict.Incompatible && Refusal?.Reasons.All(r => r.IsGivenByHypervisor) == true;

    /// <summary>Throws the refusal, as libvirt's "fail on incompatible" flag does.</summary>
    /// <returns>This comparison.</returns>
    /// <exception cref="CpuException">The verdict is incompatible or error.</exception>
    public CpuComparison ThrowIfRefused() => Refusal is null ? this : throw new CpuException(Refusal);

    /// <summary>libvirt's word where it leaves the CPU to the hypervisor.</summary>
    internal static CpuComparison NotJudged { get; } = new(CpuVerdict.Identical) { IsJudged = false };

    internal static CpuComparison Incompatible(params ImmutableArray<CpuReason> reasons) =>
        new(CpuVerdict.Incompatible, new CpuRefusal(CpuErrorKind.Incompatible, reasons));

    internal static CpuComparison Error(CpuRefusal refusal) => new(CpuVerdict.Error, refusal);
}
