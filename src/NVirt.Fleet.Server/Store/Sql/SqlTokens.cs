using System.Data.Common;

namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>Tokens. A host has at most one.</summary>
internal static class SqlTokens
{
    private const string Columns = "id, hash, role, host, expires_at, uses, replaces, created_by, created_at";

    /// <summary>The tokens with some hashes, in their order.</summary>
    public static async Task<StoredToken?[]> FindAsync(SqlSession session, string[] hashes, CancellationToken cancellation)
    {
        Dictionary<string, StoredToken> found = (await session.RowsAsync(
            $"SELECT {Columns} FROM token WHERE hash IN ({session.Dialect.Texts("$1")})", Token, cancellation, SqlValues.From(hashes)))
            .ToDictionary(t => t.Hash, StringComparer.Ordinal);
        return [.. hashes.Select(h => found.GetValueOrDefault(h))];
    }

    public static async Task<IReadOnlyList<StoredToken>> ReadAsync(SqlSession session, CancellationToken cancellation) =>
        await session.RowsAsync($"SELECT {Columns} FROM token ORDER BY created_at, id", Token, cancellation);

    public static async Task<bool> AddAsync(SqlSession session, StoredToken token, NewAudit audit, CancellationToken cancellation)
    {
        if (!await InsertAsync(session, token, cancellation))
        {
            throw new StoreException(Messages.Store_TokenExists);
        }

        await SqlAudit.AddAsync(session, audit, cancellation);
        return true;
    }

    public static async Task<bool> WithdrawAsync(SqlSession session, string id, NewAudit audit, CancellationToken cancellation)
    {
        if (await session.ExecuteAsync("DELETE FROM token WHERE id = $1", cancellation, id) == 0)
        {
            return false;
        }

        await SqlAudit.AddAsync(session, audit, cancellation);
        return true;
    }

    /// <summary>Turns a use of an enrolment token into a token of a host.</summary>
    public static async Task<bool> EnrolAsync(
        SqlSession session, string hash, StoredToken host, DateTimeOffset now, NewAudit audit, CancellationToken cancellation)
    {
        long? replaces = await session.NumberAsync(
            """
            UPDATE token SET uses = uses - 1
            WHERE hash = $1 AND role = 'enrol' AND uses > 0 AND (expires_at IS NULL OR expires_at > $2) RETURNING replaces
            """,
            cancellation, hash, SqlValues.From(now));
        if (replaces is null)
        {
            return false;
        }

        await session.ExecuteAsync(
            $"DELETE FROM token WHERE host = $1{(replaces == 1 ? string.Empty : " AND expires_at <= $2")}",
            cancellation, replaces == 1 ? [host.Host] : [host.Host, SqlValues.From(now)]);
        if (!await InsertAsync(session, host, cancellation))
        {
            await session.ExecuteAsync("UPDATE token SET uses = uses + 1 WHERE hash = $1", cancellation, hash);
            return false;
        }

        await SqlAudit.AddAsync(session, audit, cancellation);
        return true;
    }

    private static async Task<bool> InsertAsync(SqlSession session, StoredToken token, CancellationToken cancellation) =>
        await session.ExecuteAsync(
            $"INSERT INTO token ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
            cancellation, token.Id, token.Hash, token.Role, token.Host, SqlValues.From(token.Expires), (long?)token.Uses,
            token.Replaces ? 1L : 0L, token.CreatedBy, SqlValues.From(token.CreatedAt)) == 1;

    private static StoredToken Token(DbDataReader r) => new()
    {
        Id = r.GetString(0),
        Hash = r.GetString(1),
        Role = r.GetString(2),
        Host = r.TextOrNull(3),
        Expires = r.TimeOrNull(4),
        Uses = (int?)r.NumberOrNull(5),
        Replaces = r.GetInt64(6) == 1,
        CreatedBy = r.GetString(7),
        CreatedAt = SqlValues.Time(r.GetInt64(8)),
    };
}
