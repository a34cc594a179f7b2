using System.Text;
using System.Text.RegularExpressions;

namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>What was frozen of pools.</summary>
internal static partial class SqlBaselines
{
    public static async Task<IReadOnlyList<StoredBaseline>> ReadAsync(SqlSession session, string pool, CancellationToken cancellation) =>
        await session.RowsAsync(
            """
            SELECT b.version, b.digest, b.document, b.signature, b.created_by, b.created_at
            FROM baseline b JOIN pool p ON p.id = b.pool_id WHERE p.name = $1 ORDER BY b.version
            """,
            r => new StoredBaseline(
                pool, (int)r.GetInt64(0), r.GetString(1), r.Bytes(2), r.BytesOrNull(3), r.GetString(4), SqlValues.Time(r.GetInt64(5))),
            cancellation, pool);

    public static async Task<bool> FreezeAsync(
        SqlSession session, StoredBaseline baseline, long poolVersion, NewAudit audit, CancellationToken cancellation)
    {
        await session.LockAsync(SqlLock.Pools, cancellation);
        long? pool = await session.NumberAsync(
            $"SELECT id FROM pool WHERE name = $1 AND version = $2{session.Dialect.ForUpdate}", cancellation, baseline.Pool, poolVersion);
        long last = await session.NumberAsync("SELECT max(version) FROM baseline WHERE pool_id = $1", cancellation, pool ?? 0) ?? 0;
        if (pool is not { } id || baseline.Version != last + 1)
        {
            return false;
        }

        await session.ExecuteAsync(
            """
            INSERT INTO baseline (pool_id, version, digest, document, signature, created_by, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            cancellation, id, (long)baseline.Version, baseline.Digest, baseline.Document, baseline.Signature, baseline.CreatedBy,
            SqlValues.From(baseline.CreatedAt));

        // The documents that it names stay as long as it.
        string[] named = [.. Digest().Matches(Encoding.UTF8.GetString(baseline.Document)).Select(m => m.Value).Distinct()];
        await session.ExecuteAsync(
            $"""
            INSERT INTO baseline_document (pool_id, version, document_id)
            SELECT $1, $2, id FROM document WHERE sha256 IN ({session.Dialect.Texts("$3")})
            """,
            cancellation, id, (long)baseline.Version, SqlValues.From(named));
        await SqlAudit.AddAsync(session, audit, cancellation);
        return true;
    }

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", RegexOptions.None, 10_000)]
    private static partial Regex Digest();
}
