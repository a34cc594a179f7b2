using System.Collections.Immutable;

namespace NVirt.Domains;

/// <summary>A domain that was started.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Warnings">What of its document has no effect, and the like.</param>
public sealed record DomainStarted(DomainSummary Domain, ImmutableArray<string> Warnings);
