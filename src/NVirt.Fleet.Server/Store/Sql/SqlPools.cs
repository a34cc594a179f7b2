using NVirt.Xml;

namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>Pools and their hosts. One transaction at a time moves hosts.</summary>
internal static class SqlPools
{
    public static async Task<IReadOnlyList<StoredPool>> ReadAsync(SqlSession session, CancellationToken cancellation)
    {
        ILookup<long, string> hosts = (await session.RowsAsync(
            "SELECT pool_id, name FROM host WHERE pool_id IS NOT NULL", r => (Pool: r.GetInt64(0), Name: r.GetString(1)), cancellation))
            .ToLookup(h => h.Pool, h => h.Name);
        return [.. (await session.RowsAsync(
            "SELECT id, name, version FROM pool",
            r => (Id: r.GetInt64(0), Name: r.GetString(1), Version: r.GetInt64(2)), cancellation))
            .OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => new StoredPool(p.Name, p.Version, [.. hosts[p.Id].Order(StringComparer.Ordinal)]))];
    }

    public static async Task<long?> WriteAsync(SqlSession session, StoredPool pool, NewAudit audit, CancellationToken cancellation)
    {
        await session.LockAsync(SqlLock.Pools, cancellation);
        var row = (await session.RowsAsync(
            pool.Version == 0
                ? "INSERT INTO pool (name, version) VALUES ($1, $2 + 1) ON CONFLICT (name) DO NOTHING RETURNING id, version"
                : "UPDATE pool SET version = version + 1 WHERE name = $1 AND version = $2 RETURNING id, version",
            r => (Id: r.GetInt64(0), Version: r.GetInt64(1)), cancellation, pool.Name, pool.Version)).FirstOrDefault();
        if (row.Id == 0)
        {
            return null;
        }

        // Those that are in it, and those that shall be, in the order in which everybody locks them.
        HashSet<string> wanted = new(pool.Hosts, StringComparer.Ordinal);
        List<(long Id, string Name, long? Pool, long? Class)> hosts = await session.RowsAsync(
            $"""
            SELECT id, name, pool_id, class_id FROM host
            WHERE pool_id = $1 OR name IN ({session.Dialect.Texts("$2")}) ORDER BY id{session.Dialect.ForUpdate}
            """,
            r => (r.GetInt64(0), r.GetString(1), r.NumberOrNull(2), r.NumberOrNull(3)), cancellation, row.Id, SqlValues.From(wanted));
        if (wanted.Except(hosts.Select(h => h.Name), StringComparer.Ordinal).Order(StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new StoreException(Text.Of(Messages.Store_UnknownHost, unknown));
        }

        SqlCounts counts = new();
        HashSet<long> left = [];
        foreach (var host in hosts)
        {
            long? next = wanted.Contains(host.Name) ? row.Id : null;
            if (next != host.Pool)
            {
                await MoveAsync(session, host.Id, host.Class, host.Pool, next, counts, cancellation);
                if (host.Pool is { } former && former != row.Id)
                {
                    left.Add(former);
                }
            }
        }

        foreach (long other in left.Order())
        {
            await session.ExecuteAsync("UPDATE pool SET version = version + 1 WHERE id = $1", cancellation, other);
        }

        await session.ExecuteAllAsync([.. counts.Statements], cancellation);
        await SqlAudit.AddAsync(session, audit, cancellation);
        return row.Version;
    }

    private static async Task MoveAsync(
        SqlSession session, long host, long? hostClass, long? from, long? to, SqlCounts counts, CancellationToken cancellation)
    {
        await session.ExecuteAsync(
            $"UPDATE host SET pool_id = $1, changed = {session.Dialect.Mark} WHERE id = $2", cancellation, to, host);
        foreach ((long? guestClass, long guests) in await session.RowsAsync(
            """
            SELECT CASE WHEN is_running = 1 THEN coalesce(live_class_id, request_class_id) ELSE request_class_id END, count(*)
            FROM guest WHERE host_id = $1 AND gone_at IS NULL GROUP BY 1
            """,
            r => (r.NumberOrNull(0), r.GetInt64(1)), cancellation, host))
        {
            counts.Add(host, hostClass, guestClass, from, -guests);
            counts.Add(host, hostClass, guestClass, to, guests);
        }
    }
}
