using NVirt.Fleet.Server.Access;
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
}
