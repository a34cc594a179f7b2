using System.Collections.Immutable;

namespace NVirt.Domains.Driver;

/// <summary>A domain that was started.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Warnings">Warnings, for example about parts of the document that have no effect.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record DomainStarted(DomainSummary Domain, ImmutableArray<string> Warnings);
