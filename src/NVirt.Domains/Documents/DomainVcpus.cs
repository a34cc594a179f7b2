using System.Collections.Immutable;
using NVirt.Cpu.Xml;

namespace NVirt.Domains.Documents;

/// <summary>The virtual CPUs of a domain.</summary>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record DomainVcpus
{
    /// <summary>How many there can be; at least 1.</summary>
    public uint Maximum { get; init; } = 1;

    /// <summary>How many there are: 1 to <see cref="Maximum"/>; with a list, those that are enabled.</summary>
    public uint Current { get; init; } = 1;

    /// <summary>Where they run: <c>static</c>, <c>auto</c>, or <see langword="null"/> if not given.</summary>
    public string? Placement { get; init; }

    /// <summary>The host's processors they may run on, ascending; empty if not given, or if the placement is <c>auto</c>.</summary>
    public ImmutableArray<int> CpuSet { get; init; } = [];

    /// <summary>The individual ones (<c>vcpus</c>), in document order; empty if they are not listed.</summary>
    public ImmutableArray<DomainVcpu> List { get; init; } = [];

    /// <summary>
    /// How many there are before any is plugged in: the enabled ones that cannot be unplugged (hypervisor-rules.md 4.5).
    /// </summary>
    public uint AtStart => List.IsEmpty ? Current : (uint)List.Count(v => v is { IsEnabled: true, IsHotpluggable: false });
}

/// <summary>One virtual CPU.</summary>
/// <param name="Id">Its number, from 0.</param>
/// <param name="IsEnabled">Whether the guest has it from the start.</param>
/// <param name="IsHotpluggable">Whether it can be plugged and unplugged; if not given, this is true for those that are not enabled.</param>
/// <param name="Order">When it is plugged in, from 1; <see langword="null"/> if not given.</param>
/// <remarks>The default is number 0, not enabled and not pluggable.</remarks>
public readonly record struct DomainVcpu(uint Id, bool IsEnabled, bool IsHotpluggable, uint? Order);
