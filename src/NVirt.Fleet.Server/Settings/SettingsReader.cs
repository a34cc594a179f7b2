using System.Text.Json;
using System.Text.Json.Serialization;
using NVirt.Xml;

namespace NVirt.Fleet.Server.Settings;

/// <summary>Reads the configuration file: JSON with comments. A word that is not known is refused.</summary>
internal static class SettingsReader
{
    /// <summary>Where the file is unless another one is named; it need not be there.</summary>
    public const string UsualFile = "/etc/nvirt/nvirt-fleet.json";

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file; <see langword="null"/> for the usual one, if there is one.</param>
    /// <exception cref="SettingsException">It cannot be read, or says what makes no sense.</exception>
    public static ServerSettings Read(string? file) => file is null && !File.Exists(UsualFile) ? new ServerSettings()
        : SettingsFile.Read(file ?? UsualFile, SettingsJson.Default.ServerSettings);
}

/// <summary>The JSON of the configuration.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ServerSettings))]
internal sealed partial class SettingsJson : JsonSerializerContext;
