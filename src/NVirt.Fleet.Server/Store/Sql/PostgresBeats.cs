namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>Heartbeats for PostgreSQL: one statement notes many.</summary>
internal static class PostgresBeats
{
    // Each host is found by its index, however small the table is, and rows are written in one order: another replica does the same.
    public static async Task<StoredResult[]> WriteAsync(SqlSession session, HostBeat[] beats, CancellationToken cancellation)
    {
        StoredResult[] results = new StoredResult[beats.Length];
        Array.Fill(results, StoredResult.Changed);
        await session.RowsAsync(
            $"""
            WITH beat AS (
                SELECT b.n, b.seen_at, h.id, h.boot_id, h.seq, h.digest, h.former_boots,
                    h.boot_id = b.boot_id AND h.seq = b.seq AND h.digest = b.digest AS is_same
                FROM unnest($1, $2, $3, $4, $5) WITH ORDINALITY AS b(name, boot_id, seq, digest, seen_at, n)
                CROSS JOIN LATERAL (SELECT * FROM host WHERE name = b.name LIMIT 1) h),
            written AS (
                UPDATE host_seen s SET seen_at = {SqlBeats.Later("s.seen_at", "b.seen_at")}, mark = {session.Dialect.Mark}
                FROM (SELECT id, max(seen_at) AS seen_at FROM beat WHERE is_same GROUP BY id ORDER BY id) b
                WHERE s.host_id = b.id)
            SELECT n, boot_id, seq, digest, former_boots FROM beat
            """,
            r =>
            {
                int n = (int)r.GetInt64(0) - 1;
                results[n] = SqlBeats.Judge(beats[n], r.GetString(1), r.GetInt64(2), r.GetString(3), r.GetString(4));
                return n;
            },
            cancellation,
            beats.Select(b => b.Host).ToArray(), beats.Select(b => b.BootId).ToArray(), beats.Select(b => b.Seq).ToArray(),
            beats.Select(b => b.Digest).ToArray(), beats.Select(b => SqlValues.From(b.SeenAt)).ToArray());
        return results;
    }
}
