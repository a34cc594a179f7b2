using NVirt.Cpu;

namespace NVirt.Platforms;

/// <summary>What is to be written. Immutable.</summary>
public sealed record PlatformWriteRequest
{
    /// <summary>The guest's CPU; <see langword="null"/> where only hosts are given.</summary>
    public CpuDefinition? Cpu { get; init; }

    /// <summary>The name of what is made, where the platform has names: a model, a pool, a group.</summary>
    public string? Name { get; init; }

    /// <summary>The hosts that the guest is for: some platforms are told only what differs between them.</summary>
    public IReadOnlyList<CpuStatement> Hosts { get; init; } = [];

    /// <summary>The map; <see langword="null"/> for the built-in one.</summary>
    public CpuMap? Map { get; init; }

    /// <summary>Whether to write what no release of the platform reads yet.</summary>
    public bool AllowsExperimental { get; init; }

    internal CpuMap TheMap => Map ?? CpuMap.Default;
}
