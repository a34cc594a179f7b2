using NVirt.RelaxNg.DataTypes;

namespace NVirt.RelaxNg.Tests.DataTypes;

/// <summary>Which of two values is less, and when there is no order.</summary>
public sealed class OrderTests
{
    [Theory]
    [InlineData("dateTime", "2026-01-01T00:00:00", "2026-01-01T00:00:01", -1)]
    [InlineData("dateTime", "2026-01-01T00:00:00.5Z", "2026-01-01T00:00:00.25Z", 1)]
    [InlineData("dateTime", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", 0)]
    [InlineData("dateTime", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00", null)]
    [InlineData("dateTime", "2026-01-01T00:00:00Z", "2026-01-01T15:00:00", -1)]
    [InlineData("dateTime", "2026-01-01T00:00:00", "2025-12-31T09:00:00Z", 1)]
    [InlineData("dateTime", "-0001-12-31T23:59:59Z", "0001-01-01T00:00:00Z", -1)]
    [InlineData("dateTime", "2023-12-31T24:00:00", "2024-01-01T00:00:00", 0)]
    [InlineData("date", "2024-02-29", "2024-03-01", -1)]
    [InlineData("time", "00:30:00+01:00", "23:30:00Z", 0)]
    [InlineData("gYear", "99999999999", "100000000000", -1)]
    [InlineData("gMonthDay", "--02-29", "--03-01", -1)]
    [InlineData("duration", "P1Y", "P12M", 0)]
    [InlineData("duration", "P1M", "P30D", null)]
    [InlineData("duration", "P1M", "P32D", -1)]
    [InlineData("duration", "-P1M", "-P32D", 1)]
    [InlineData("duration", "P1DT12H", "PT36H", 0)]
    [InlineData("decimal", "-10", "-9.5", -1)]
    [InlineData("decimal", "0.10", "0.1", 0)]
    [InlineData("decimal", "-0.0", "+0", 0)]
    [InlineData("decimal", "12.5", "12.45", 1)]
    [InlineData("double", "NaN", "1", null)]
    [InlineData("double", "-INF", "-1e300", -1)]
    [InlineData("float", "16777217", "16777216", 0)]
    public void Values_have_an_order(string type, string left, string right, int? order)
    {
        DataType known = DataTypeLibrary.Find(DataTypeLibrary.XmlSchema, type)!;
        (string first, string second) = (Key(known, left), Key(known, right));
        Assert.Equal(order, Sign(known.Compare(first, second)));
        Assert.Equal(-order, Sign(known.Compare(second, first)));
        Assert.Equal(order == 0, first == second);
    }

    private static string Key(DataType type, string text) => Assert.IsType<string>(type.Key(text, Nowhere));

    private static int? Sign(int? order) => order is { } some ? Math.Sign(some) : null;

    private static RelaxNg.Schemas.SchemaContext Nowhere => new(RelaxNg.Schemas.NamespaceScope.Outermost, Budget.ForSchema());
}
