using NVirt.Cpu;
using NVirt.Cpu.Judging;

namespace NVirt.Native;

/// <summary>Verdicts with libvirt's numbers, and one for what it has not.</summary>
internal static class Verdict
{
    public const sbyte Error = -1;
    public const sbyte Incompatible = 0;
    public const sbyte Identical = 1;
    public const sbyte Superset = 2;
    public const sbyte Unknown = 3;

    /// <summary>Compares a guest, or another host, with a host: by bits where that says all.</summary>
    /// <exception cref="CpuException">One of them cannot be decoded.</exception>
    public static sbyte Of(NativeCpu host, NativeCpu guest)
    {
        if (host.ByBits is { Resolved: { } offered, IsWholeHost: true } quick && guest.ByBits is { Resolved: { } asked } wants)
        {
            CpuVerdict verdict = quick.Driver.Compare(offered, asked);
            if (verdict is CpuVerdict.Identical or CpuVerdict.Superset)
            {
                return verdict == CpuVerdict.Identical ? Identical : Superset;
            }

            if (verdict == CpuVerdict.Incompatible && wants.IsPlainGuest)
            {
                return Incompatible;
            }
        }

        return Slowly(host, guest);
    }

    private static sbyte Slowly(NativeCpu host, NativeCpu guest)
    {
        CpuJudgement judgement = CpuJudgement.Of(guest.Decoded, host.Decoded, host.Map);
        if (judgement.Answer == CpuAnswer.None && judgement.Comparison.Refusal is { } refusal)
        {
            throw new CpuException(refusal);
        }

        return judgement.Answer switch
        {
            CpuAnswer.Unknown => Unknown,
            CpuAnswer.No => Incompatible,
            _ => judgement.Comparison.Verdict == CpuVerdict.Identical ? Identical : Superset,
        };
    }

    /// <summary>The answer of a verdict.</summary>
    public static CpuAnswer ToAnswer(sbyte verdict) => verdict switch
    {
        Error => CpuAnswer.None,
        Incompatible => CpuAnswer.No,
        Unknown => CpuAnswer.Unknown,
        _ => CpuAnswer.Yes,
    };
}
