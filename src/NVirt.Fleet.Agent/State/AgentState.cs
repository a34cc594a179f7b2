using System.Text.Json.Serialization;

namespace NVirt.Fleet.Agent.State;

/// <summary>
/// What an agent must not forget: the last number that it gave to a report, and what that report said. It is on disk before the report is
/// sent, so a number never stands for two contents. Immutable.
/// </summary>
internal sealed record AgentState
{
    /// <summary>The kernel's name of the boot; empty where it cannot be read.</summary>
    public required string KernelBoot { get; init; }

    /// <summary>What reports call the boot: the kernel's name and something that only this file knows.</summary>
    public required string BootId { get; init; }

    /// <summary>The number of the last report; 0 if there was none.</summary>
    public long Seq { get; init; }

    /// <summary>The digest of what it said; empty if there was none.</summary>
    public string Digest { get; init; } = string.Empty;

    /// <summary>When it was made, in UTC.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Whether the service said that it has it.</summary>
    public bool IsAccepted { get; init; }

    /// <summary>Whether what was read can be a state.</summary>
    [JsonIgnore]
    public bool IsSensible => BootId.StartsWith(KernelBoot, StringComparison.Ordinal) && BootId.Length > KernelBoot.Length
        && Seq >= 0 && (Seq > 0) == (Digest.Length > 0);
}

/// <summary>The JSON of what an agent keeps.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false, RespectNullableAnnotations = true, MaxDepth = 4)]
[JsonSerializable(typeof(AgentState))]
internal sealed partial class AgentStateJson : JsonSerializerContext;
