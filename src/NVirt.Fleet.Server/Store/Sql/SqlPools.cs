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

    public static async Task<PoolResult> WriteAsync(
        SqlSession session, StoredPool pool, NewAudit audit, CancellationToken cancellation)
    {
        await session.LockAsync(SqlLock.Pools, cancellation);

        // Those that are in it, and those that shall be, in the order in which everybody locks them.
        HashSet<string> wanted = new(pool.Hosts, StringComparer.Ordinal);
        List<SqlPoolHost> hosts = await session.RowsAsync(
            $"""
            SELECT name, pool_id FROM host
            WHERE pool_id = (SELECT id FROM pool WHERE name = $1) OR name IN ({session.Dialect.Texts("$2")})
            ORDER BY id{session.Dialect.ForUpdate}
            """,
            r => new SqlPoolHost(r.GetString(0), r.NumberOrNull(1)), cancellation, pool.Name, SqlValues.From(wanted));
        if (wanted.Except(hosts.Select(h => h.Name), StringComparer.Ordinal).Order(StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            return new PoolResult(Version: null, unknown);
        }

        var row = (await session.RowsAsync(
            pool.Version == 0
                ? "INSERT INTO pool (name, version) VALUES ($1, $2 + 1) ON CONFLICT (name) DO NOTHING RETURNING id, version"
                : "UPDATE pool SET version = version + 1 WHERE name = $1 AND version = $2 RETURNING id, version",
            r => (Id: r.GetInt64(0), Version: r.GetInt64(1)), cancellation, pool.Name, pool.Version)).FirstOrDefault();
        if (row.Id == 0)
        {
            return default;
        }

        SqlCounts counts = new();
        SqlPoolHost[] joining = [.. hosts.Where(h => wanted.Contains(h.Name) && h.Pool != row.Id)];
        await MoveAsync(session, joining, row.Id, counts, cancellation);
        await MoveAsync(session, [.. hosts.Where(h => !wanted.Contains(h.Name))], to: null, counts, cancellation);
        await session.ExecuteAllAsync(
            [
                .. joining.Select(h => h.Pool).OfType<long>().Distinct().Order()
                    .Select(left => new SqlStatement("UPDATE pool SET version = version + 1 WHERE id = $1", left)),
                .. counts.Statements,
            ],
            cancellation);
        await SqlAudit.AddAsync(session, audit, cancellation);
        return new PoolResult(row.Version);
    }

    // However many hosts there are, it is two statements.
    private static async Task MoveAsync(
        SqlSession session, SqlPoolHost[] hosts, long? to, SqlCounts counts, CancellationToken cancellation)
    {
        if (hosts.Length == 0)
        {
            return;
        }

        string names = SqlValues.From(hosts.Select(h => h.Name));
        foreach ((long host, long? hostClass, long? from, long? guestClass, long guests) in await session.RowsAsync(
            $"""
            SELECT h.id, h.class_id, h.pool_id,
                CASE WHEN g.is_running = 1 THEN coalesce(g.live_class_id, g.request_class_id) ELSE g.request_class_id END, count(*)
            FROM host h JOIN guest g ON g.host_id = h.id
            WHERE h.name IN ({session.Dialect.Texts("$1")}) AND g.gone_at IS NULL GROUP BY 1, 2, 3, 4
            """,
            r => (r.GetInt64(0), r.NumberOrNull(1), r.NumberOrNull(2), r.NumberOrNull(3), r.GetInt64(4)), cancellation, names))
        {
            counts.Add(host, hostClass, guestClass, from, -guests);
            counts.Add(host, hostClass, guestClass, to, guests);
        }

        await session.ExecuteAsync(
            $"""
            UPDATE host SET pool_id = $1, changed = {session.Dialect.Mark} WHERE name IN ({session.Dialect.Texts("$2")})
            """,
            cancellation, to, names);
    }
}

/// <summary>A host, and the pool that it is in.</summary>
internal readonly record struct SqlPoolHost(string Name, long? Pool);
