using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NVirt.Fleet.Reports;

/// <summary>What the service says to a report or a heartbeat. Immutable.</summary>
public sealed record ReportAnswer
{
    /// <summary>What became of it.</summary>
    public required ReportResult Result { get; init; }

    /// <summary>The documents that the service does not have, by SHA-256: the report is to be sent again with them.</summary>
    public ImmutableArray<string> Need { get; init; } = [];
}

/// <summary>What became of a report or a heartbeat. The names, in lower case, are those of the JSON.</summary>
[JsonConverter(typeof(ReportResultConverter))]
public enum ReportResult
{
    /// <summary>It is kept.</summary>
    Accepted,
    /// <summary>It was kept before.</summary>
    Duplicate,
    /// <summary>A newer one is known: it counts for nothing, and need not be sent again.</summary>
    Older,
    /// <summary>Documents are missing: nothing was kept.</summary>
    Incomplete,
    /// <summary>What was reported last is something else, or nothing: the next must be a whole report.</summary>
    Unknown,
}

/// <summary>The words for results in JSON.</summary>
internal sealed class ReportResultConverter() : JsonStringEnumConverter<ReportResult>(JsonNamingPolicy.SnakeCaseLower, false);
