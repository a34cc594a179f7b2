using System.Text.Json;
using System.Text.Json.Serialization;
using NVirt.Xml;

namespace NVirt.Fleet.Agent.Configuration;

/// <summary>Reads the agent's configuration file: JSON with comments. A name that is not known is a mistake.</summary>
public static class AgentConfigurationReader
{
    /// <summary>Where the file is unless another one is named; it need not be there.</summary>
    public const string UsualFile = "/etc/nvirt/nvirt-agent.json";

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file; <see langword="null"/> for the usual one, if there is one.</param>
    /// <exception cref="AgentException">It cannot be read, or says what makes no sense.</exception>
    public static AgentConfiguration Read(string? file)
    {
        if (file is null && !File.Exists(UsualFile))
        {
            return new AgentConfiguration();
        }

        try
        {
            return SettingsFile.Read(file ?? UsualFile, AgentConfigurationJson.Default.AgentConfiguration);
        }
        catch (SettingsException e)
        {
            throw new AgentException(e.Message, e);
        }
    }
}

/// <summary>The JSON of the agent's configuration.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(AgentConfiguration))]
internal sealed partial class AgentConfigurationJson : JsonSerializerContext;
