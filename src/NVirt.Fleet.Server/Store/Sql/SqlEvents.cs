using System.Globalization;

namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>What changed on hosts.</summary>
internal static class SqlEvents
{
    public static async Task<long> CountDriftsAsync(SqlSession session, DateTimeOffset since, CancellationToken cancellation) =>
        (await session.NumberAsync(
            "SELECT count(*) FROM event WHERE kind = 'drift' AND grade <> 'harmless' AND time >= $1", cancellation,
            SqlValues.From(since)))!.Value;

    public static async Task<IReadOnlyList<StoredEvent>> ReadAsync(
        SqlSession session, EventFilter filter, CancellationToken cancellation)
    {
        List<object?> arguments = [filter.Before ?? long.MaxValue, (long)filter.Limit];
        string which = string.Empty;
        Add("h.name", filter.Host);
        Add("e.kind", filter.Kind);
        Add("e.grade", filter.Grade);
        return await session.RowsAsync(
            $"""
            SELECT e.id, e.time, h.name, e.kind, e.grade, e.detail FROM event e JOIN host h ON h.id = e.host_id
            WHERE e.id < $1{which} ORDER BY e.id DESC LIMIT $2
            """,
            r => new StoredEvent(
                r.GetInt64(0), SqlValues.Time(r.GetInt64(1)), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5)),
            cancellation, [.. arguments]);

        void Add(string column, string? value)
        {
            if (value is not null)
            {
                arguments.Add(value);
                which += string.Create(CultureInfo.InvariantCulture, $" AND {column} = ${arguments.Count}");
            }
        }
    }
}
