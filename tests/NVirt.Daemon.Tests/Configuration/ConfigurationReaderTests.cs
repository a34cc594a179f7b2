using System.Text;
using System.Text.Json;
using NVirt.Daemon.Configuration;
using NVirt.Fleet.Agent.Configuration;

namespace NVirt.Daemon.Tests.Configuration;

public sealed class ConfigurationReaderTests
{
    [Fact]
    public void What_is_left_out_is_as_usual()
    {
        DaemonConfiguration configuration = Parse("""{ "limits": { "clients": 7 } }""");
        Assert.Equal(7, configuration.Limits.Clients);
        Assert.Equal(5, configuration.Limits.CallsOfClient);
        Assert.Equal(ReaderScope.Everybody, configuration.Readers);
        Assert.Null(configuration.Tls);
    }

    [Fact]
    public void Comments_and_last_commas_are_allowed() =>
        Assert.Equal("staff", Parse("{ // who\n \"group\": \"staff\", /* and */ \"readers\": \"group\", }").Group);

    [Theory]
    [InlineData("""{ "limits": { "clints": 7 } }""", "f:1:", "clints")]
    [InlineData("""{ "group": 3 }""", "f:1:13", "group")]
    [InlineData("""{ "readers": "all" }""", "f:1:", "readers")]
    [InlineData("""{ "limits": { "clients": 0 } }""", "f:", "limits.clients")]
    [InlineData("""{ "tls": { "port": 65536 } }""", "f:", "tls.port")]
    [InlineData("""{ "readers": "group" }""", "f:", "group")]
    [InlineData("""{ "telemetry": { "prometheus": "9177" } }""", "f:", "telemetry.prometheus")]
    [InlineData("""{ "telemetry": { "prometheus": "host:9177" } }""", "f:", "telemetry.prometheus")]
    [InlineData("""{ "telemetry": { "otlp": "file:///etc/passwd" } }""", "f:", "telemetry.otlp")]
    [InlineData("""{ "telemetry": { "traces": 1.5 } }""", "f:", "telemetry.traces")]
    [InlineData("{\n  \"group\": \"a\"", "f:2:", "")]
    [InlineData("""{ "peers": { "telnet": true } }""", "f:1:", "telnet")]
    [InlineData("""{ "peers": null }""", "f:1:", "peers")]
    [InlineData("null", "f:1:1", "object")]
    [InlineData("""{ "fleet": { } }""", "f: fleet: ", "server")]
    [InlineData("""{ "fleet": { "server": "http://fleet.example" } }""", "f: fleet: ", "https")]
    [InlineData("""{ "fleet": { "server": "https://fleet.example", "interval": 1 } }""", "f: fleet: ", "interval")]
    [InlineData("", "f:1:1", "")]
    [InlineData("""{ "limits": null }""", "f:1:", "limits")]
    public void A_mistake_is_told_with_its_place(string text, string place, string word)
    {
        ConfigurationException problem = Assert.Throws<ConfigurationException>(() => Parse(text));
        Assert.StartsWith(place, problem.Message, StringComparison.Ordinal);
        Assert.Contains(word, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("NVirt.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_named_must_be_there() =>
        Assert.Throws<ConfigurationException>(() => ConfigurationReader.Read("/nonexistent/nvirtd.json"));

    [Fact]
    public void The_file_of_the_package_has_every_setting_as_it_is_if_it_is_left_out()
    {
        string text = File.ReadAllText(Path.Combine(Places.Root, "packaging", "nvirtd.json"));
        Assert.Equal(new DaemonConfiguration(), Parse(text));

        // Those of TLS stand in a comment.
        string comment = text[text.IndexOf("// {", StringComparison.Ordinal)..];
        Assert.All(
            new[]
            {
                typeof(DaemonConfiguration), typeof(LimitConfiguration), typeof(TlsConfiguration), typeof(TelemetryConfiguration),
                typeof(AgentConfiguration),
            }
                .SelectMany(t => t.GetProperties()).Where(p => p.Name != nameof(AgentConfiguration.Root)),
            p => Assert.Contains($"\"{JsonNamingPolicy.CamelCase.ConvertName(p.Name)}\":", text, StringComparison.Ordinal));
        TlsConfiguration usual = new();
        Assert.Contains($"\"port\": {usual.Port}", comment, StringComparison.Ordinal);
        Assert.All(
            [usual.Address, usual.Authority, usual.Certificate, usual.Key],
            v => Assert.Contains($": \"{v}\"", comment, StringComparison.Ordinal));
    }

    private static DaemonConfiguration Parse(string text) => ConfigurationReader.Parse(Encoding.UTF8.GetBytes(text), "f");
}
