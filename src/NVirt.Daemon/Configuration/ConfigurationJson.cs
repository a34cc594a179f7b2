using System.Text.Json;
using System.Text.Json.Serialization;

namespace NVirt.Daemon.Configuration;

/// <summary>The form of the configuration file: JSON with comments. A name that is not known is a mistake.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(DaemonConfiguration))]
internal sealed partial class ConfigurationJson : JsonSerializerContext;
