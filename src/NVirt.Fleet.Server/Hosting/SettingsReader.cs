using System.Text.Json;
using System.Text.Json.Serialization;
using NVirt.Xml;

namespace NVirt.Fleet.Server.Hosting;

/// <summary>Reads the configuration file: JSON with comments. A word that is not known is refused.</summary>
internal static class SettingsReader
{
    /// <summary>Where the file is unless another one is named; it need not be there.</summary>
    public const string UsualFile = "/etc/nvirt/nvirt-fleet.json";

    private const int MaxBytes = 1 << 20;

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file; <see langword="null"/> for the usual one, if there is one.</param>
    /// <exception cref="SettingsException">It cannot be read, or says what makes no sense.</exception>
    public static ServerSettings Read(string? file)
    {
        if (file is null && !File.Exists(UsualFile))
        {
            return new ServerSettings();
        }

        string name = file ?? UsualFile;
        try
        {
            using FileStream stream = PlainFile.Open(name);
            if (stream.Length > MaxBytes)
            {
                throw new SettingsException(Text.Of(Messages.Settings_TooLarge, name, MaxBytes >> 20));
            }

            return JsonSerializer.Deserialize(stream, SettingsJson.Default.ServerSettings) ?? new ServerSettings();
        }
        catch (JsonException e)
        {
            throw new SettingsException(Text.Of(Messages.Settings_Malformed, name, e.LineNumber + 1, e.BytePositionInLine + 1, e.Path), e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{name}: {e.Message}", e);
        }
    }
}

/// <summary>The JSON of the configuration.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ServerSettings))]
internal sealed partial class SettingsJson : JsonSerializerContext;
