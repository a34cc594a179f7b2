namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>Keeps reports: the host's row first, then its guests, the counts in their order, and last that it was heard of.</summary>
internal sealed class SqlReports(SqlSession session, HostUpdate update, CancellationToken cancellation)
{
    private readonly StoredHost _host = update.Host;
    private readonly SqlCounts _counts = new();
    private readonly List<SqlStatement> _writes = [];
    private Dictionary<string, long> _documents = [];

    /// <summary>Keeps one report, within a transaction.</summary>
    public static Task<StoredResult> ApplyAsync(SqlSession session, HostUpdate update, CancellationToken cancellation) =>
        new SqlReports(session, update, cancellation).ApplyAsync();

    private async Task<StoredResult> ApplyAsync()
    {
        SqlHostState? former = await FormerAsync();
        if (former is not null)
        {
            StoredResult order = SqlBeats.Order(_host.BootId, _host.Seq, former.BootId, former.Seq, former.FormerBoots);
            if (order == StoredResult.Duplicate)
            {
                await session.ExecuteAllAsync([SqlBeats.Seen(session, former.Id, _host.SeenAt)], cancellation);
            }

            if (order != StoredResult.Done)
            {
                return order;
            }
        }

        if (former?.Digest != update.FormerDigest || !await DocumentsAsync())
        {
            return StoredResult.Changed;
        }

        if ((former?.Id ?? await AddAsync()) is not { } host)
        {
            return StoredResult.Changed;
        }

        if (former is not null)
        {
            Change(former);
        }

        await GuestsAsync(host, former);
        foreach (NewEvent e in update.Events)
        {
            Write(
                "INSERT INTO event (time, host_id, kind, grade, detail) VALUES ($1, $2, $3, $4, $5)",
                SqlValues.From(e.Time), host, e.Kind, e.Grade, e.Detail);
        }

        _writes.AddRange(_counts.Statements);
        _writes.Add(SqlBeats.Seen(session, host, _host.SeenAt));
        await session.ExecuteAllAsync(_writes, cancellation);
        return StoredResult.Done;
    }

    // All that needs no answer goes to the store together, at the end.
    private void Write(string sql, params object?[] arguments) => _writes.Add(new SqlStatement(sql, arguments));

    private async Task<SqlHostState?> FormerAsync() => (await session.RowsAsync(
        $"""
        SELECT id, class_id, pool_id, boot_id, seq, digest, former_boots, documents, former_documents
        FROM host WHERE name = $1{session.Dialect.ForUpdate}
        """,
        r => new SqlHostState(
            r.GetInt64(0), r.NumberOrNull(1), r.NumberOrNull(2), r.GetString(3), r.GetInt64(4), r.GetString(5), r.GetString(6),
            r.GetString(7), r.GetString(8)),
        cancellation, _host.Name)).FirstOrDefault();

    /// <summary>Keeps new documents.</summary>
    /// <returns>Whether all that the report refers to are there: the caller may have known one that was let go since.</returns>
    private async Task<bool> DocumentsAsync()
    {
        HashSet<string> needed = new(_host.Documents, StringComparer.Ordinal);
        foreach (StoredGuest guest in update.Guests)
        {
            needed.UnionWith(new[] { guest.RequestDocument, guest.LiveDocument }.OfType<string>());
        }

        _documents = await SqlDocuments.KeepAsync(session, update.Documents, needed, cancellation);
        return needed.All(_documents.ContainsKey);
    }

    private long? Number(string? document) => document is null ? null : _documents[document];

    private string DocumentList => SqlValues.From(_host.Documents.Select(d => _documents[d]));

    // Nothing comes back if another replica adds the host at the same time.
    private Task<long?> AddAsync() => session.NumberAsync(
        $"""
        INSERT INTO host (class_id, physical_class_id, classes, documents, former_documents, boot_id, seq, digest, former_boots,
            reported_at, kernel, qemu, libvirt, microcode, site, labels, memory_mib, weight, problem, changed, name)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, {session.Dialect.Mark}, $20)
        ON CONFLICT (name) DO NOTHING RETURNING id
        """,
        cancellation, [.. Columns("[]", "[]"), _host.Name]);

    private void Change(SqlHostState former)
    {
        IEnumerable<string> boots = SqlValues.Texts(former.FormerBoots);
        if (former.BootId != _host.BootId)
        {
            boots = boots.Append(former.BootId).TakeLast(SqlBeats.KeptBoots);
        }

        string formerDocuments = former.Documents == DocumentList ? former.FormerDocuments : former.Documents;
        Write(
            $"""
            UPDATE host SET class_id = $1, physical_class_id = $2, classes = $3, documents = $4, former_documents = $5, boot_id = $6,
                seq = $7, digest = $8, former_boots = $9, reported_at = $10, kernel = $11, qemu = $12, libvirt = $13, microcode = $14,
                site = $15, labels = $16, memory_mib = $17, weight = $18, problem = $19, changed = {session.Dialect.Mark}
            WHERE id = $20
            """,
            [.. Columns(formerDocuments, SqlValues.From(boots)), former.Id]);
    }

    private object?[] Columns(string formerDocuments, string formerBoots) =>
    [
        _host.Class, _host.PhysicalClass, SqlValues.From(_host.Classes), DocumentList, formerDocuments, _host.BootId, _host.Seq,
        _host.Digest, formerBoots, SqlValues.From(_host.ReportedAt), _host.Kernel, _host.Qemu, _host.Libvirt, (long?)_host.Microcode,
        _host.Site, SqlValues.From(_host.Labels), _host.MemoryMib, _host.Weight, _host.Problem,
    ];

    private async Task GuestsAsync(long host, SqlHostState? former)
    {
        Dictionary<string, SqlGuestState> present = former is null ? [] : (await session.RowsAsync(
            """
            SELECT id, name, is_running, memory_mib, started_at, request_class_id, live_class_id, request_document_id, live_document_id,
                baseline, gone_at FROM guest WHERE host_id = $1
            """,
            r => new SqlGuestState(
                r.GetString(0), r.GetString(1), r.GetInt64(2), r.NumberOrNull(3), r.NumberOrNull(4), r.NumberOrNull(5), r.NumberOrNull(6),
                r.NumberOrNull(7), r.NumberOrNull(8), r.TextOrNull(9), r.NumberOrNull(10)),
            cancellation, host)).ToDictionary(g => g.Id, StringComparer.Ordinal);
        foreach (SqlGuestState guest in present.Values.Where(g => g.GoneAt is null))
        {
            _counts.Add(host, former!.Class, guest.Judged, former.Pool, -1);
        }

        HashSet<string> named = new(StringComparer.Ordinal);
        foreach (StoredGuest guest in update.Guests)
        {
            if (named.Add(guest.Id))
            {
                _counts.Add(host, _host.Class, SqlCounts.Judged(guest), former?.Pool, 1);
                Keep(host, guest, present.GetValueOrDefault(guest.Id));
            }
        }

        foreach (SqlGuestState gone in present.Values.Where(g => g.GoneAt is null && !named.Contains(g.Id)))
        {
            Write("UPDATE guest SET gone_at = $1 WHERE host_id = $2 AND id = $3", SqlValues.From(_host.SeenAt), host, gone.Id);
        }
    }

    private void Keep(long host, StoredGuest guest, SqlGuestState? present)
    {
        SqlGuestState row = new(
            guest.Id, guest.Name, guest.IsRunning ? 1 : 0, guest.MemoryMib, SqlValues.From(guest.Started), guest.RequestClass,
            guest.LiveClass, Number(guest.RequestDocument), Number(guest.LiveDocument), guest.Baseline, GoneAt: null);
        if (row == present)
        {
            return;
        }

        Write(
            """
            INSERT INTO guest (host_id, id, name, is_running, memory_mib, started_at, request_class_id, live_class_id,
                request_document_id, live_document_id, baseline) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (host_id, id) DO UPDATE SET name = excluded.name, is_running = excluded.is_running,
                memory_mib = excluded.memory_mib, started_at = excluded.started_at, request_class_id = excluded.request_class_id,
                live_class_id = excluded.live_class_id, request_document_id = excluded.request_document_id,
                live_document_id = excluded.live_document_id, baseline = excluded.baseline, gone_at = NULL
            """,
            host, row.Id, row.Name, row.IsRunning, row.MemoryMib, row.StartedAt, row.RequestClass, row.LiveClass,
            row.RequestDocument, row.LiveDocument, row.Baseline);
    }
}

/// <summary>What a report is compared with: the host's row. Lists are JSON.</summary>
internal sealed record SqlHostState(
    long Id, long? Class, long? Pool, string BootId, long Seq, string Digest, string FormerBoots, string Documents,
    string FormerDocuments);

/// <summary>The row of a guest.</summary>
internal sealed record SqlGuestState(
    string Id, string Name, long IsRunning, long? MemoryMib, long? StartedAt, long? RequestClass, long? LiveClass, long? RequestDocument,
    long? LiveDocument, string? Baseline, long? GoneAt)
{
    /// <summary>The class that the guest is judged by (<see cref="SqlCounts.Judged"/>).</summary>
    public long? Judged => IsRunning == 1 ? LiveClass ?? RequestClass : RequestClass;
}
