using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.VMware;

/// <summary>Whether a host supports a mode.</summary>
/// <param name="Mode">The mode.</param>
/// <param name="Comparison">The host compared with the mode's model; its reasons say what the host lacks.</param>
public sealed record EvcAnswer(EvcMode Mode, CpuComparison Comparison)
{
    /// <summary>Whether it is not known: it depends on something that could not be read from the host.</summary>
    public bool IsUndecided => Comparison.Undecided.Length > 0;

    /// <summary>Whether the host certainly supports the mode.</summary>
    public bool IsAdmitted => Comparison.IsCompatible && !IsUndecided;

    /// <summary>What the host lacks, or what is unknown and decides; <see langword="null"/> if it supports the mode.</summary>
    public CpuRefusal? Obstacle => IsUndecided ? new CpuRefusal(CpuErrorKind.Incompatible, Comparison.Undecided) : Comparison.Refusal;
}

/// <summary>Which modes a host supports.</summary>
/// <param name="Host">The host.</param>
/// <param name="Answers">An answer for each mode of its vendor's chain; empty if the vendor has none.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record EvcHost(CpuSource Host, ImmutableArray<EvcAnswer> Answers)
{
    /// <summary>The highest mode that the host supports, or <see langword="null"/>.</summary>
    public EvcMode? Greatest => Answers.LastOrDefault(a => a.IsAdmitted)?.Mode;
}

/// <summary>Which mode a cluster of hosts can have.</summary>
/// <param name="Hosts">The hosts.</param>
/// <param name="Mode">The highest mode that all of them support, or <see langword="null"/>.</param>
/// <param name="Undecided">Higher modes that might be supported too: no host rules them out, but for some it is not known.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record EvcCluster(ImmutableArray<EvcHost> Hosts, EvcMode? Mode, ImmutableArray<EvcMode> Undecided);
