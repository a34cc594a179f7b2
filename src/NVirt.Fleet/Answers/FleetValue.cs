using System.Globalization;
using System.Text.Json.Nodes;
using NVirt.Cpu.Judging;
using NVirt.Xml;

namespace NVirt.Fleet.Answers;

/// <summary>A value of an answer as text and as JSON.</summary>
public static class FleetValue
{
    // A cell with more names than a person reads.
    private const int LongestCell = 400;

    /// <summary>For people.</summary>
    public static string ToText(object? value) => Text.OnOneLine(
        value switch
        {
            null => string.Empty,
            FleetWord word => word.Title,
            bool isTrue => isTrue ? Messages.Word_Yes : string.Empty,
            IEnumerable<string> words => string.Join(' ', words),
            DateTimeOffset time => Stamp(time),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? string.Empty,
        },
        LongestCell);

    /// <summary>For spreadsheets: the same, without other languages and not cut.</summary>
    public static string ToPlain(object? value) => value switch
    {
        FleetWord word => word.Key,
        bool isTrue => isTrue ? "true" : "false",
        IEnumerable<string> words => string.Join(' ', words),
        string text => text,
        _ => ToText(value),
    };

    /// <summary>For programs.</summary>
    public static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        FleetWord word => JsonValue.Create(word.Key),
        bool isTrue => JsonValue.Create(isTrue),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        string text => JsonValue.Create(text),
        IEnumerable<string> words => CpuJson.Of(words),
        DateTimeOffset time => JsonValue.Create(Stamp(time)),
        _ => JsonValue.Create(value.ToString()),
    };

    /// <summary>A time, in UTC.</summary>
    public static string Stamp(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
