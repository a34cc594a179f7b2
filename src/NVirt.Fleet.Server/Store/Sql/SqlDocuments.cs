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
    /// <returns>The numbers of all that are kept of these and of others.</returns>
    public static async Task<Dictionary<string, long>> KeepAsync(
        SqlSession session, IReadOnlyCollection<NewDocument> documents, IEnumerable<string> others, CancellationToken cancellation)
    {
        string[] all = [.. documents.Select(d => d.Sha256).Concat(others).Distinct(StringComparer.Ordinal)];
        if (all.Length == 0)
        {
            return [];
        }

        List<(string Digest, long Id, bool IsNeeded)> kept = await session.RowsAsync(
            $"SELECT sha256, id, unneeded_at FROM document WHERE sha256 IN ({session.Dialect.Texts("$1")})",
            r => (r.GetString(0), r.GetInt64(1), r.IsDBNull(2)), cancellation, SqlValues.From(all));
        Dictionary<string, long> numbers = kept.ToDictionary(d => d.Digest, d => d.Id, StringComparer.Ordinal);

        // What is needed now is kept for an hour at least, so its row is left alone: many reports have the same documents.
        HashSet<string> safe = kept.Where(d => d.IsNeeded).Select(d => d.Digest).ToHashSet(StringComparer.Ordinal);
        foreach (NewDocument document in documents.Where(d => !safe.Contains(d.Sha256)).OrderBy(d => d.Sha256, StringComparer.Ordinal))
        {
            numbers[document.Sha256] = (await session.NumberAsync(
                """
                INSERT INTO document (sha256, kind, body) VALUES ($1, $2, $3)
                ON CONFLICT (sha256) DO UPDATE SET unneeded_at = NULL RETURNING id
                """,
                cancellation, document.Sha256, document.Kind, document.Gzip))!.Value;
        }

        return numbers;
    }

    /// <summary>Learns the digests of some documents.</summary>
    public Task LearnAsync(SqlSession session, IReadOnlyCollection<long> numbers, CancellationToken cancellation) =>
        LearnAsync(session, $" WHERE id IN ({string.Join(',', numbers)})", cancellation);

    /// <summary>Learns the digests of all documents.</summary>
    public Task LearnAllAsync(SqlSession session, CancellationToken cancellation) =>
        LearnAsync(session, string.Empty, cancellation);

    /// <summary>The digest of a document; <see langword="null"/> if it was not learned.</summary>
    public string? Find(long number) => _digests.GetValueOrDefault(number);

    private async Task LearnAsync(SqlSession session, string which, CancellationToken cancellation)
    {
        foreach ((long id, string digest) in await session.RowsAsync(
            $"SELECT id, sha256 FROM document{which}", r => (r.GetInt64(0), r.GetString(1)), cancellation))
        {
            _digests.TryAdd(id, digest);
        }
    }
}
