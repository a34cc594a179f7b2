using Npgsql;
using NVirt.Fleet.Server.Store.Sql;

namespace NVirt.Fleet.Server.Tests.Store;

public sealed class PostgresSettingsTests
{
    [Theory]
    [InlineData("Host=db;Database=fleet")]
    [InlineData("postgresql://db/fleet")]
    public void What_is_not_said_suits_several_replicas(string db)
    {
        NpgsqlConnectionStringBuilder settings = PostgresSettings.Parse(db);
        Assert.Equal((20, 64), (settings.MaxPoolSize, settings.MaxAutoPrepare));
    }

    [Fact]
    public void What_is_said_stays()
    {
        NpgsqlConnectionStringBuilder settings = PostgresSettings.Parse("Host=db;Maximum Pool Size=50;Max Auto Prepare=0");
        Assert.Equal((50, 0), (settings.MaxPoolSize, settings.MaxAutoPrepare));
    }
}
