using System.Collections.Concurrent;

namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>Documents: each is kept once, and rows refer to its number. Safe for use by several threads.</summary>
internal sealed class SqlDocuments
{
    // A number means the same document for ever.
    private readonly ConcurrentDictionary<long, string> _digests = new();

    /// <summary>Those of some documents that are kept and will be for an hour.</summary>
    public static async Task<IReadOnlySet<string>> KnownAsync(
        SqlSession session, IReadOnlyCollection<string> digests, CancellationToken cancellation) =>
        (await session.RowsAsync(
            $"SELECT sha256 FROM document WHERE unneeded_at IS NULL AND sha256 IN ({session.Dialect.Texts("$1")})",
            r => r.GetString(0), cancellation, SqlValues.From(digests))).ToHashSet(StringComparer.Ordinal);

    /// <summary>The bytes of a document, by gzip.</summary>
    public static async Task<byte[]?> ReadAsync(SqlSession session, string digest, CancellationToken cancellation) =>
        (await session.RowsAsync("SELECT body FROM document WHERE sha256 = $1", r => r.Bytes(0), cancellation, digest)).FirstOrDefault();

    /// <summary>
    /// Keeps those that are not kept, always in the same order: two transactions that keep the same do not wait in a circle.
    /// </summary>
    public static async Task AddAsync(SqlSession session, IEnumerable<NewDocument> documents, CancellationToken cancellation)
    {
        foreach (NewDocument document in documents.OrderBy(d => d.Sha256, StringComparer.Ordinal))
        {
            await session.ExecuteAsync(
                """
                INSERT INTO document (sha256, kind, body) VALUES ($1, $2, $3)
                ON CONFLICT (sha256) DO UPDATE SET unneeded_at = NULL
                """,
                cancellation, document.Sha256, document.Kind, document.Gzip);
        }
    }

    /// <summary>The numbers of documents that are kept.</summary>
    public static async Task<Dictionary<string, long>> NumbersAsync(
        SqlSession session, IEnumerable<string> digests, CancellationToken cancellation) =>
        (await session.RowsAsync(
            $"SELECT sha256, id FROM document WHERE sha256 IN ({session.Dialect.Texts("$1")})",
            r => (Digest: r.GetString(0), Id: r.GetInt64(1)), cancellation, SqlValues.From(digests.Distinct(StringComparer.Ordinal))))
        .ToDictionary(r => r.Digest, r => r.Id, StringComparer.Ordinal);

    /// <summary>Learns the digests of documents; all that are kept, if they are many.</summary>
    public async Task LearnAsync(SqlSession session, IReadOnlyCollection<long> numbers, CancellationToken cancellation)
    {
        const int Many = 1000;
        HashSet<long> missing = [.. numbers.Where(n => !_digests.ContainsKey(n))];
        if (missing.Count == 0)
        {
            return;
        }

        string which = missing.Count > Many ? string.Empty : $" WHERE id IN ({string.Join(',', missing)})";
        foreach ((long id, string digest) in await session.RowsAsync(
            $"SELECT id, sha256 FROM document{which}", r => (r.GetInt64(0), r.GetString(1)), cancellation))
        {
            _digests.TryAdd(id, digest);
        }
    }

    /// <summary>The digest of a document that was learned.</summary>
    public string Digest(long number) => _digests[number];
}
