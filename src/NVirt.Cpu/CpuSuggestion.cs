using System.Collections.Immutable;

namespace NVirt.Cpu;

/// <summary>A CPU that a host can run, as near as possible to one that it cannot.</summary>
/// <param name="Cpu">What to use instead of the guest's CPU: compared with the host, it is identical or a superset.</param>
/// <param name="Lost">Requested features that it lacks, in map order.</param>
/// <param name="Gained">Features that were not requested and come with its model, in map order.</param>
public sealed record CpuSuggestion(CpuDefinition Cpu, ImmutableArray<string> Lost, ImmutableArray<string> Gained);
