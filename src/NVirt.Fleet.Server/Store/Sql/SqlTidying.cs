namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>
/// Lets go what is no longer needed, a little at a time, so that reports do not wait. A document that nothing refers to is first marked:
/// from then on agents send it again if they have it, and an hour later it is let go if nothing refers to it still.
/// </summary>
internal static class SqlTidying
{
    private const long Some = 2000;
    private static readonly TimeSpan Gone = TimeSpan.FromHours(24);
    private static readonly TimeSpan Marked = TimeSpan.FromHours(1);

    public static async Task TidyAsync(SqlEngine engine, DateTimeOffset now, EventRetention events, CancellationToken cancellation)
    {
        await RepeatAsync(
            "DELETE FROM guest WHERE (host_id, id) IN (SELECT host_id, id FROM guest WHERE gone_at <= $1 LIMIT $2)",
            SqlValues.From(now - Gone));

        // Both by an index: of times, and of numbers.
        await RepeatAsync(
            "DELETE FROM event WHERE id IN (SELECT id FROM event WHERE time < $1 LIMIT $2)",
            SqlValues.From(now.AddMonths(-events.Months)));
        await RepeatAsync(
            "DELETE FROM event WHERE id IN (SELECT id FROM event WHERE id <= (SELECT max(id) FROM event) - $1 LIMIT $2)", events.Most);
        await engine.WriteAsync((s, c) => s.ExecuteAsync("DELETE FROM guest_count WHERE guests = 0", c), cancellation);

        string references = string.Join(
            " UNION ALL ",
            engine.Dialect.NumbersIn("host", "documents"),
            engine.Dialect.NumbersIn("host", "former_documents"),
            "SELECT document_id AS id FROM cpu_class",
            "SELECT document_id AS id FROM baseline_document",
            "SELECT request_document_id AS id FROM guest",
            "SELECT live_document_id AS id FROM guest");
        await EachAsync(
            $"SELECT id FROM document WHERE unneeded_at IS NOT NULL INTERSECT SELECT id FROM ({references}) r",
            "UPDATE document SET unneeded_at = NULL WHERE id = $1");
        await EachAsync(
            $"SELECT id FROM document WHERE unneeded_at IS NULL EXCEPT SELECT id FROM ({references}) r",
            "UPDATE document SET unneeded_at = $2 WHERE id = $1 AND unneeded_at IS NULL", SqlValues.From(now));
        await EachAsync(
            $"SELECT id FROM document WHERE unneeded_at IS NOT NULL EXCEPT SELECT id FROM ({references}) r",
            "DELETE FROM document WHERE id = $1 AND unneeded_at <= $2", SqlValues.From(now - Marked));

        async Task RepeatAsync(string sql, long last)
        {
            while (await engine.WriteAsync((s, c) => s.ExecuteAsync(sql, c, last, Some), cancellation) == Some)
            {
            }
        }

        async Task EachAsync(string selection, string sql, params object?[] arguments)
        {
            List<long> found = await engine.ReadAsync((s, c) => s.RowsAsync(selection, r => r.GetInt64(0), c), cancellation);
            foreach (long[] some in found.Order().Chunk((int)Some))
            {
                await engine.WriteAsync(
                    async (s, c) =>
                    {
                        foreach (long id in some)
                        {
                            await s.ExecuteAsync(sql, c, [id, .. arguments]);
                        }

                        return 0;
                    },
                    cancellation);
            }
        }
    }
}
