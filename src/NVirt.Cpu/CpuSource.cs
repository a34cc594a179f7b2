using System.Collections.Immutable;

namespace NVirt.Cpu;

/// <summary>A CPU and where it came from.</summary>
/// <param name="Definition">The definition; raw data is decoded to a host.</param>
public sealed record CpuSource(CpuDefinition Definition)
{
    /// <summary>The domain's name, where a domain document gave the CPU; otherwise <see langword="null"/>.</summary>
    public string? Name { get; init; }

    /// <summary>The line where it begins, from 1; 0 if it has none.</summary>
    public int Line { get; init; }

    /// <summary>The raw data it was decoded from, or <see langword="null"/>.</summary>
    public CpuData? Data { get; init; }

    /// <summary>Names of features that the raw data says nothing about; empty for a definition that was read as such.</summary>
    public ImmutableArray<string> Unknown { get; init; } = [];
}
