using System.Collections.Immutable;

namespace NVirt.Fleet.Mitigations;

/// <summary>Which protections a guest does not get, and which it believes in without reason (fleet-rules.md 11.1). Immutable.</summary>
/// <param name="Withheld">What the host has and the guest does not get, by name.</param>
/// <param name="Invented">What the guest has and the host lacks, by name.</param>
/// <param name="Open">What the guest has and the host's source does not tell, by name.</param>
internal sealed record MitigationAudit(ImmutableArray<string> Withheld, ImmutableArray<string> Invented, ImmutableArray<string> Open)
{
    public static MitigationAudit Of(AuditedCpu host, AuditedCpu guest)
    {
        string[] controls = [.. MitigationLists.Controls.Keys.Order(StringComparer.Ordinal)];
        return new MitigationAudit(
            [.. controls.Where(c => host.Has(c) == true && guest.Has(c) != true)],
            [.. controls.Where(c => host.Has(c) == false && guest.Has(c) == true)],
            [.. controls.Where(c => host.Has(c) is null && guest.Has(c) == true)]);
    }

    /// <summary>
    /// What becomes a lie on another host: the guest's kernel chose its protections when it started, by what it was not affected by there.
    /// </summary>
    public static ImmutableArray<string> LiesOn(AuditedCpu other, AuditedCpu guest) =>
        [.. MitigationLists.Controls.Where(c => c.Value && guest.Has(c.Key) == true && other.Has(c.Key) == false)
            .Select(c => c.Key).Order(StringComparer.Ordinal)];
}
