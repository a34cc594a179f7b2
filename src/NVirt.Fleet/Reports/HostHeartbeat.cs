using System.Text.Json.Serialization;

namespace NVirt.Fleet.Reports;

/// <summary>Says that nothing changed on a host since a report. Immutable.</summary>
public sealed record HostHeartbeat
{
    /// <summary>The host's name.</summary>
    public required string Host { get; init; }

    /// <summary>What tells one boot of the host from the next.</summary>
    [JsonPropertyName("boot_id")]
    public required string BootId { get; init; }

    /// <summary>The number of the last report that was accepted.</summary>
    public required long Seq { get; init; }

    /// <summary>The digest of what was reported: <see cref="ReportDigest"/>.</summary>
    public required string Digest { get; init; }
}
