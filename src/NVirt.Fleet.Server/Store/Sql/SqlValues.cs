using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>How values stand in the tables.</summary>
internal static class SqlValues
{
    /// <summary>100 ns since 1970.</summary>
    public static long From(DateTimeOffset time) => time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;

    public static long? From(DateTimeOffset? time) => time is { } t ? From(t) : null;

    public static string From(IEnumerable<string> texts) => JsonSerializer.Serialize([.. texts], SqlJson.Default.StringArray);

    public static string From(IEnumerable<long> numbers) => JsonSerializer.Serialize([.. numbers], SqlJson.Default.Int64Array);

    public static string From(ImmutableSortedDictionary<string, string> labels) =>
        JsonSerializer.Serialize(new Dictionary<string, string>(labels), SqlJson.Default.DictionaryStringString);

    public static DateTimeOffset Time(long value) => new(value + DateTimeOffset.UnixEpoch.Ticks, TimeSpan.Zero);

    public static string[] Texts(string json) => JsonSerializer.Deserialize(json, SqlJson.Default.StringArray)!;

    public static long[] Numbers(string json) => JsonSerializer.Deserialize(json, SqlJson.Default.Int64Array)!;

    public static ImmutableSortedDictionary<string, string> Labels(string json) =>
        JsonSerializer.Deserialize(json, SqlJson.Default.DictionaryStringString)!.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? NumberOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static DateTimeOffset? TimeOrNull(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : Time(row.GetInt64(column));

    public static byte[] Bytes(this DbDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public static byte[]? BytesOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<byte[]>(column);
}

/// <summary>The JSON in columns.</summary>
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(long[]))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class SqlJson : JsonSerializerContext;
