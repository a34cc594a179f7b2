using System.Collections.Immutable;
using NVirt.Fleet.Reports;

namespace NVirt.Fleet.Agent.Collecting;

/// <summary>What could be read of a host, whole: a part that could not be read is missing, and told. Immutable.</summary>
public sealed record CollectedHost
{
    /// <summary>Versions and the like.</summary>
    public ReportedFacts Facts { get; init; } = new();

    /// <summary>The documents, each once, with their bytes.</summary>
    public ImmutableArray<ReportedDocument> Documents { get; init; } = [];

    /// <summary>All guests.</summary>
    public ImmutableArray<ReportedGuest> Guests { get; init; } = [];

    /// <summary>Why nothing is known of the host's processor; <see langword="null"/> if something is.</summary>
    public string? Problem { get; init; }

    /// <summary>What was left out, and why; a line each, in the user's language.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>The report, without boot, number and time.</summary>
    /// <param name="host">The host's name.</param>
    public HostReport ToReport(string host) => new()
    {
        Schema = HostReport.SchemaName,
        Host = host,
        BootId = string.Empty,
        Seq = 0,
        Time = DateTimeOffset.UnixEpoch,
        Facts = Facts,
        Documents = Documents,
        Guests = Guests,
        Problem = Problem,
    };
}
