using System.Text.Json;
using System.Text.Json.Serialization;

namespace NVirt.Fleet.Reports;

/// <summary>
/// The JSON of reports: names with underscores, no member twice, and none that is not known. Safe for use by several threads.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false, MaxDepth = 8,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(HostReport))]
[JsonSerializable(typeof(HostHeartbeat))]
[JsonSerializable(typeof(ReportAnswer))]
public sealed partial class ReportJson : JsonSerializerContext;
