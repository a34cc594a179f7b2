using System.Text.Json;
using System.Text.Json.Serialization;

namespace NVirt.Fleet.Agent.Sending;

/// <summary>Asks for a token of a host's own. Immutable.</summary>
/// <param name="Host">The host's name.</param>
internal sealed record EnrolmentRequest(string Host);

/// <summary>The token of a host's own. Immutable.</summary>
internal sealed record EnrolmentAnswer
{
    /// <summary>The token.</summary>
    public required string Token { get; init; }
}

/// <summary>What the service says of a failure (RFC 9457); all other members are passed over. Immutable.</summary>
internal sealed record ServiceProblem
{
    /// <summary>What failed.</summary>
    public string? Title { get; init; }

    /// <summary>Why.</summary>
    public string? Detail { get; init; }
}

/// <summary>The JSON of enrolment and failures.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, MaxDepth = 8, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(EnrolmentRequest))]
[JsonSerializable(typeof(EnrolmentAnswer))]
[JsonSerializable(typeof(ServiceProblem))]
internal sealed partial class EnrolmentJson : JsonSerializerContext;
