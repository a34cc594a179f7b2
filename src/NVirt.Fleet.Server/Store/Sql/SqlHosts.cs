using System.Collections.Immutable;
using System.Data.Common;
using System.Runtime.InteropServices;

namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>Rows of hosts and guests as records; equal texts and lists are shared. For one answer, and one thread.</summary>
internal sealed class SqlHosts
{
    private const string HostColumns =
        """
        h.name, h.class_id, h.physical_class_id, h.classes, h.documents, h.former_documents, p.name, h.boot_id, h.seq, h.digest,
        h.reported_at, s.seen_at, h.kernel, h.qemu, h.libvirt, h.microcode, h.site, h.labels, h.memory_mib, h.weight, h.problem, h.id
        """;

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<long>> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<string>> _digests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableSortedDictionary<string, string>> _labels = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _names = [];
    private readonly HashSet<long> _unknown = [];
    private readonly SqlDocuments _documents;

    private SqlHosts(SqlDocuments documents)
    {
        _documents = documents;
    }

    public static async Task<StoredHost?> FindAsync(
        SqlSession session, SqlDocuments documents, string name, CancellationToken cancellation) =>
        (await new SqlHosts(documents).HostsAsync(session, "h.name = $1", cancellation, name)).FirstOrDefault();

    /// <summary>All that changed since a mark.</summary>
    public static async Task<StoredChanges> ChangesAsync(
        SqlSession session, SqlDocuments documents, long since, CancellationToken cancellation)
    {
        SqlHosts rows = new(documents);
        long mark = (await session.NumberAsync($"SELECT {session.Dialect.NextMark}", cancellation))!.Value;

        // The store was restored from a copy that is older than what the caller saw: its mark says nothing.
        since = since > mark ? 0 : since;
        if (since == 0)
        {
            await documents.LearnAllAsync(session, cancellation);
        }

        List<StoredHost> hosts = await rows.HostsAsync(session, since == 0 ? "$1 = 0" : "h.changed >= $1", cancellation, since);
        List<StoredGuest> guests = hosts.Count == 0 ? [] : await rows.GuestsAsync(session, since, cancellation);
        List<StoredSeen> seen = since == 0 ? [] : await session.RowsAsync(
            """
            SELECT h.name, s.seen_at FROM host_seen s JOIN host h ON h.id = s.host_id WHERE s.mark >= $1 AND h.changed < $1
            """,
            r => new StoredSeen(r.GetString(0), SqlValues.Time(r.GetInt64(1))), cancellation, since);
        return new StoredChanges(hosts, guests, seen, mark);
    }

    private Task<List<StoredHost>> HostsAsync(
        SqlSession session, string which, CancellationToken cancellation, params object?[] arguments)
    {
        string from = $"host h JOIN host_seen s ON s.host_id = h.id LEFT JOIN pool p ON p.id = h.pool_id WHERE {which}";
        return RowsAsync(session, $"SELECT {HostColumns} FROM {from}", Host, cancellation, arguments);
    }

    private Task<List<StoredGuest>> GuestsAsync(SqlSession session, long since, CancellationToken cancellation) => RowsAsync(
        session,
        $"""
        SELECT g.host_id, g.id, g.name, g.is_running, g.memory_mib, g.started_at, g.request_class_id, g.live_class_id,
            g.request_document_id, g.live_document_id, g.baseline
        FROM guest g {(since == 0 ? string.Empty : "JOIN host h ON h.id = g.host_id")}
        WHERE g.gone_at IS NULL AND {(since == 0 ? "$1 = 0" : "h.changed >= $1")}
        """,
        Guest, cancellation, since);

    // Which documents are new is known once the rows are read; what was learned of a document is so for ever.
    private async Task<List<T>> RowsAsync<T>(
        SqlSession session, string sql, Func<DbDataReader, T> read, CancellationToken cancellation, params object?[] arguments)
    {
        List<T> rows = await session.RowsAsync(sql, read, cancellation, arguments);
        if (_unknown.Count == 0)
        {
            return rows;
        }

        await _documents.LearnAsync(session, _unknown, cancellation);
        _unknown.Clear();
        _digests.Clear();
        rows = await session.RowsAsync(sql, read, cancellation, arguments);
        return _unknown.Count == 0 ? rows : throw new StoreException(Messages.Store_Lost);
    }

    private StoredHost Host(DbDataReader r)
    {
        string name = r.GetString(0);
        _names[r.GetInt64(21)] = name;
        return new StoredHost
        {
            Name = name,
            Class = r.NumberOrNull(1),
            PhysicalClass = r.NumberOrNull(2),
            Classes = Classes(r.GetString(3)),
            Documents = Digests(r.GetString(4)),
            FormerDocuments = Digests(r.GetString(5)),
            Pool = Shared(r, 6),
            BootId = r.GetString(7),
            Seq = r.GetInt64(8),
            Digest = r.GetString(9),
            ReportedAt = SqlValues.Time(r.GetInt64(10)),
            SeenAt = SqlValues.Time(r.GetInt64(11)),
            Kernel = Shared(r, 12),
            Qemu = Shared(r, 13),
            Libvirt = Shared(r, 14),
            Microcode = (uint?)r.NumberOrNull(15),
            Site = Shared(r, 16),
            Labels = Labels(r.GetString(17)),
            MemoryMib = r.NumberOrNull(18),
            Weight = r.GetInt64(19),
            Problem = Shared(r, 20),
        };
    }

    private StoredGuest Guest(DbDataReader r) => new()
    {
        Host = _names[r.GetInt64(0)],
        Id = r.GetString(1),
        Name = r.GetString(2),
        IsRunning = r.GetInt64(3) == 1,
        MemoryMib = r.NumberOrNull(4),
        Started = r.TimeOrNull(5),
        RequestClass = r.NumberOrNull(6),
        LiveClass = r.NumberOrNull(7),
        RequestDocument = r.NumberOrNull(8) is { } request ? Digest(request) : null,
        LiveDocument = r.NumberOrNull(9) is { } live ? Digest(live) : null,
        Baseline = Shared(r, 10),
    };

    private string? Shared(DbDataReader row, int column)
    {
        if (row.IsDBNull(column))
        {
            return null;
        }

        string text = row.GetString(column);
        ref string? kept = ref CollectionsMarshal.GetValueRefOrAddDefault(_texts, text, out _);
        return kept ??= text;
    }

    private ImmutableArray<long> Classes(string json)
    {
        ref ImmutableArray<long> kept = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, json, out bool isThere);
        return isThere ? kept : kept = [.. SqlValues.Numbers(json)];
    }

    private ImmutableArray<string> Digests(string json)
    {
        ref ImmutableArray<string> kept = ref CollectionsMarshal.GetValueRefOrAddDefault(_digests, json, out bool isThere);
        return isThere ? kept : kept = [.. SqlValues.Numbers(json).Select(Digest)];
    }

    private string Digest(long document)
    {
        if (_documents.Find(document) is { } digest)
        {
            return digest;
        }

        _unknown.Add(document);
        return string.Empty;
    }

    private ImmutableSortedDictionary<string, string> Labels(string json)
    {
        ref ImmutableSortedDictionary<string, string>? kept = ref CollectionsMarshal.GetValueRefOrAddDefault(_labels, json, out _);
        return kept ??= SqlValues.Labels(json);
    }
}
