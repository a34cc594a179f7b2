using System.Collections.Immutable;

namespace NVirt.Fleet.Plans;

/// <summary>A move.</summary>
/// <param name="Guest">The guest's number.</param>
/// <param name="To">The host's number.</param>
internal readonly record struct DrainMove(int Guest, int To);

/// <summary>One host that is worked on. Immutable.</summary>
/// <param name="Host">Its number.</param>
/// <param name="PowerCycles">Guests that no host can take now: they are stopped before, and started anew.</param>
/// <param name="Moves">Where the others go.</param>
internal sealed record DrainStep(int Host, ImmutableArray<int> PowerCycles, ImmutableArray<DrainMove> Moves);
