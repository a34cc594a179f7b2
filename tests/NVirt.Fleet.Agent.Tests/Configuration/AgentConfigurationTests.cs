using System.Text.Json;
using NVirt.Fleet.Agent.Configuration;

namespace NVirt.Fleet.Agent.Tests.Configuration;

/// <summary>The configuration file of the package.</summary>
public sealed class AgentConfigurationTests
{
    [Fact]
    public void The_file_of_the_package_has_every_setting_as_it_is_if_it_is_left_out()
    {
        string file = Path.Combine(Places.Root, "packaging", "nvirt-agent.json");
        Assert.Equal(Json(new AgentConfiguration()), Json(AgentConfigurationReader.Read(file)));
        string text = File.ReadAllText(file);
        Assert.All(
            typeof(AgentConfiguration).GetProperties(),
            p => Assert.Contains($"\"{JsonNamingPolicy.CamelCase.ConvertName(p.Name)}\":", text, StringComparison.Ordinal));
    }

    private static string Json(AgentConfiguration settings) =>
        JsonSerializer.Serialize(settings, AgentConfigurationJson.Default.AgentConfiguration);
}
