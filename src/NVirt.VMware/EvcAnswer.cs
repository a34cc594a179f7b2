using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.VMware;

/// <summary>Whether a host admits a mode.</summary>
/// <param name="Mode">The mode.</param>
/// <param name="Comparison">The host compared with the mode's model; its reasons say what the host lacks.</param>
public sealed record EvcAnswer(EvcMode Mode, CpuComparison Comparison)
{
    /// <summary>Whether it is not known: something that could not be read of the host decides.</summary>
    public bool IsUndecided => Comparison.Undecided.Length > 0;

    /// <summary>Whether the host admits the mode for certain.</summary>
    public bool IsAdmitted => Comparison.IsCompatible && !IsUndecided;

    /// <summary>What the host lacks, or what of it decides and is not known; <see langword="null"/> if it admits the mode.</summary>
    public CpuRefusal? Obstacle => IsUndecided ? new CpuRefusal(CpuErrorKind.Incompatible, Comparison.Undecided) : Comparison.Refusal;
}

/// <summary>Which modes a host admits.</summary>
/// <param name="Host">The host.</param>
/// <param name="Answers">An answer for each mode of its vendor's chain; empty if the vendor has none.</param>
public sealed record EvcHost(CpuSource Host, ImmutableArray<EvcAnswer> Answers)
{
    /// <summary>The greatest mode that the host admits, or <see langword="null"/>.</summary>
    public EvcMode? Greatest => Answers.LastOrDefault(a => a.IsAdmitted)?.Mode;
}

/// <summary>Which mode a cluster of hosts can have.</summary>
/// <param name="Hosts">The hosts.</param>
/// <param name="Mode">The greatest mode that all of them admit, or <see langword="null"/>.</param>
/// <param name="Undecided">Greater modes that could be admitted too: no host refuses them, and for some it is not known.</param>
public sealed record EvcCluster(ImmutableArray<EvcHost> Hosts, EvcMode? Mode, ImmutableArray<EvcMode> Undecided);
