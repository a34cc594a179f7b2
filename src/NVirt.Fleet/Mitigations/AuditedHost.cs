using System.Collections.Immutable;

namespace NVirt.Fleet.Mitigations;

/// <summary>A guest's protections on one host. Immutable; all lists are in byte order.</summary>
/// <param name="Name">What messages call the host.</param>
/// <param name="Withheld">What the host has and the guest does not get.</param>
/// <param name="Invented">What the guest has and the host lacks.</param>
/// <param name="Open">What the guest has and the host's source does not tell.</param>
/// <param name="Lies">By what the guest, started on the first host, says that it is not affected, and which is not true here.</param>
public sealed record AuditedHost(
    string Name, ImmutableArray<string> Withheld, ImmutableArray<string> Invented, ImmutableArray<string> Open,
    ImmutableArray<string> Lies);
