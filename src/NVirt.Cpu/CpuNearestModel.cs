using System.Collections.Immutable;

namespace NVirt.Cpu;

/// <summary>The model nearest to a guest's wish that a host can run.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Lost">Features of the wished CPU that neither the model nor the guest's own list would give on this host.</param>
public sealed record CpuNearestModel(string Name, ImmutableArray<string> Lost);
