using System.Text.Json.Serialization;

namespace NVirt.Remote.Status;

/// <summary>The form in which the status crosses the socket: the names of the members, as JSON writes names.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(DaemonStatus))]
internal sealed partial class DaemonStatusJson : JsonSerializerContext;
