using System.Collections.Immutable;

namespace NVirt.Cpu.Rules;

/// <summary>The model nearest to raw data for which no model fits.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Lacking">Features of the model that the data lacks, in map order.</param>
internal sealed record NearestModel(string Name, ImmutableArray<string> Lacking);
