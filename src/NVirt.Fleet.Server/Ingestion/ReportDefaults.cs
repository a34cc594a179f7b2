using System.Collections.Immutable;
using NVirt.Fleet.Reports;

namespace NVirt.Fleet.Server.Ingestion;

/// <summary>
/// Fills in what a report leaves out: a generated reader gives properties that are only initialised their type's default.
/// </summary>
internal static class ReportDefaults
{
    /// <summary>The report with all of its parts.</summary>
    public static HostReport In(HostReport report) => report with
    {
        Facts = report.Facts is { } facts
            ? facts with { Labels = facts.Labels ?? ImmutableSortedDictionary<string, string>.Empty } : new ReportedFacts(),
        Documents = report.Documents.IsDefault ? [] : report.Documents,
        Guests = report.Guests.IsDefault ? [] : report.Guests,
    };
}
