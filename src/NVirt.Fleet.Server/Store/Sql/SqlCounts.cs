using System.Data.Common;

namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>
/// How many guests of a class are on hosts of a class in a pool, kept by adding what each change adds. For one transaction.
/// </summary>
internal sealed class SqlCounts
{
    private const int Shards = 16;

    // In this order they are written, so that two transactions do not wait in a circle.
    private readonly SortedDictionary<(long HostClass, long GuestClass, long Pool, long Shard), long> _changes = [];

    /// <summary>A guest is there from now on, or (-1) no longer.</summary>
    public void Add(long host, long? hostClass, long? guestClass, long? pool, long guests)
    {
        var key = (hostClass ?? 0, guestClass ?? 0, pool ?? 0, host % Shards);
        _changes[key] = _changes.GetValueOrDefault(key) + guests;
    }

    /// <summary>The statements that write it.</summary>
    public IEnumerable<SqlStatement> Statements => _changes.Where(c => c.Value != 0).Select(c => new SqlStatement(
        """
        INSERT INTO guest_count (host_class_id, guest_class_id, pool_id, shard, guests) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (host_class_id, guest_class_id, pool_id, shard)
        DO UPDATE SET guests = guest_count.guests + excluded.guests
        """,
        c.Key.HostClass, c.Key.GuestClass, c.Key.Pool, c.Key.Shard, c.Value));

    /// <summary>The class that a guest is judged by.</summary>
    public static long? Judged(StoredGuest guest) => guest.IsRunning ? guest.LiveClass ?? guest.RequestClass : guest.RequestClass;

    public static async Task<IReadOnlyList<StoredCount>> ReadAsync(SqlSession session, CancellationToken cancellation) =>
        await session.RowsAsync(
            """
            SELECT nullif(c.host_class_id, 0), nullif(c.guest_class_id, 0), p.name, CAST(sum(c.guests) AS bigint)
            FROM guest_count c LEFT JOIN pool p ON p.id = c.pool_id
            GROUP BY c.host_class_id, c.guest_class_id, c.pool_id, p.name HAVING sum(c.guests) <> 0
            ORDER BY c.host_class_id, c.guest_class_id, c.pool_id
            """,
            Count, cancellation);

    public static async Task<IReadOnlyList<StoredCount>> RecountAsync(SqlSession session, CancellationToken cancellation) =>
        await session.RowsAsync(
            """
            SELECT k.host_class, k.guest_class, p.name, k.guests
            FROM (
                SELECT h.class_id AS host_class, h.pool_id,
                    CASE WHEN g.is_running = 1 THEN coalesce(g.live_class_id, g.request_class_id) ELSE g.request_class_id END
                        AS guest_class,
                    count(*) AS guests
                FROM guest g JOIN host h ON h.id = g.host_id WHERE g.gone_at IS NULL GROUP BY 1, 2, 3) k
            LEFT JOIN pool p ON p.id = k.pool_id
            ORDER BY coalesce(k.host_class, 0), coalesce(k.guest_class, 0), coalesce(k.pool_id, 0)
            """,
            Count, cancellation);

    private static StoredCount Count(DbDataReader row) =>
        new(row.NumberOrNull(0), row.NumberOrNull(1), row.TextOrNull(2), row.GetInt64(3));
}
