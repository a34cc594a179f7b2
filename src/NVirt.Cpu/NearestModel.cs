using System.Collections.Immutable;

namespace NVirt.Cpu;

/// <summary>The model that comes nearest to raw data to which none decodes.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Lacking">Features of the model that the data lacks, in map order.</param>
internal sealed record NearestModel(string Name, ImmutableArray<string> Lacking);
