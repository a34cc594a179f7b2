using System.Text.Json;

namespace NVirt.Remote.Status;

/// <summary>What nvirtd says of itself. Immutable; equality is by reference for its lists.</summary>
public sealed record DaemonStatus
{
    /// <summary>Its version, for example <c>0.2.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The number of its process.</summary>
    public required int ProcessId { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How many clients there are.</summary>
    public required ClientCounts Clients { get; init; }

    /// <summary>How many calls there were.</summary>
    public required CallCounts Calls { get; init; }

    /// <summary>Who does the work.</summary>
    public required WorkerCounts Workers { get; init; }

    /// <summary>How much memory it has.</summary>
    public required MemoryUse Memory { get; init; }

    /// <summary>
    /// How many guests there are in each state, by its name as in <c>nvirt domain list -o json</c>; <see langword="null"/> if they could
    /// not be counted.
    /// </summary>
    public IReadOnlyDictionary<string, int>? Guests { get; init; }

    /// <summary>Each client, the longest connected first; <see langword="null"/> for who may only read.</summary>
    public IReadOnlyList<ConnectedClient>? Connected { get; init; }

    /// <summary>Reads what <see cref="ToJson"/> wrote, here or in another version: members that are not known are skipped.</summary>
    /// <returns>The status; <see langword="null"/> if the text is none.</returns>
    public static DaemonStatus? TryParse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return JsonSerializer.Deserialize(json, DaemonStatusJson.Default.DaemonStatus);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the form in which it crosses the socket.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DaemonStatusJson.Default.DaemonStatus);
}
