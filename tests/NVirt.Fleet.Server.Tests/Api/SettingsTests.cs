using System.Text.Json;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Hosting;
using NVirt.Fleet.Server.Settings;
using NVirt.Xml;

namespace NVirt.Fleet.Server.Tests.Api;

/// <summary>The configuration file.</summary>
public sealed class SettingsTests
{
    [Fact]
    public void What_a_file_leaves_out_is_as_it_is_without_a_file()
    {
        using TempFolder folder = new();
        string file = folder.Write("fleet.json", """
            {
              // only this
              "people": {"ada": "plan"},
              "proxy": {"addresses": ["10.0.0.2"]},
            }
            """);
        ServerSettings settings = SettingsReader.Read(file);
        Assert.Equal(new ServerSettings().Db, settings.Db);
        Assert.Equal(new ServerSettings().Listen, settings.Listen);
        Assert.Equal(new ServerSettings().MaxAgeMinutes, settings.MaxAgeMinutes);
        Assert.Equal("X-Remote-User", settings.Proxy!.UserHeader);
        Assert.Equal(Roles.Plan, settings.People["ada"]);
    }

    [Theory]
    [InlineData("""{"dbs": "x"}""")]
    [InlineData("""{"db": "x", "db": "y"}""")]
    [InlineData("""{"listen": null}""")]
    [InlineData("[]")]
    public void A_word_that_is_not_known_is_refused_with_its_place(string text)
    {
        using TempFolder folder = new();
        string file = folder.Write("fleet.json", text);
        SettingsException refused = Assert.Throws<SettingsException>(() => SettingsReader.Read(file));
        Assert.StartsWith(file + ":1:", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1_000_000)]
    [InlineData(121, 1_000_000)]
    [InlineData(1, 999)]
    public void Events_are_kept_for_some_time_and_in_some_number(int months, long most)
    {
        SettingsException refused = Assert.Throws<SettingsException>(
            () => SettingsCheck.Require(new ServerSettings { EventMonths = months, MostEvents = most }));
        Assert.Contains("eventMonths", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_of_the_package_has_every_setting_as_it_is_if_it_is_left_out()
    {
        string file = Path.Combine(Places.Root, "packaging", "nvirt-fleet.json");
        ServerSettings usual = new();
        ServerSettings packed = SettingsReader.Read(file);
        Assert.Equal("/var/lib/nvirt-fleet/fleet.db", packed.Db);
        Assert.Equal(Json(usual), Json(packed with { Db = usual.Db }));
        string text = File.ReadAllText(file);
        Assert.All(
            typeof(ServerSettings).GetProperties().Concat(typeof(ProxySettings).GetProperties()),
            p => Assert.Contains($"\"{JsonNamingPolicy.CamelCase.ConvertName(p.Name)}\":", text, StringComparison.Ordinal));
    }

    private static string Json(ServerSettings settings) => JsonSerializer.Serialize(settings, SettingsJson.Default.ServerSettings);
}
