namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>A store in a database. Safe for use by several threads.</summary>
internal sealed class SqlFleetStore(SqlEngine engine) : IFleetStore
{
    private readonly SqlDocuments _documents = new();
    private readonly SqlGroups<string, StoredToken?> _tokens =
        new(hashes => engine.ReadAsync((s, c) => SqlTokens.FindAsync(s, hashes, c), CancellationToken.None));

    public Task OpenAsync(CancellationToken cancellation) => OpenAsync(SqlMigrations.All.Count, cancellation);

    /// <summary>Brings the tables to a form.</summary>
    public Task OpenAsync(int version, CancellationToken cancellation) => engine.OpenAsync(version, cancellation);

    public async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        try
        {
            return await engine.ReadAsync(
                async (s, c) => await s.NumberAsync("SELECT max(n) FROM schema_version", c) is not null, cancellation);
        }
        catch (StoreException)
        {
            return false;
        }
    }

    public Task<IReadOnlySet<string>> KnownDocumentsAsync(IReadOnlyCollection<string> digests, CancellationToken cancellation) =>
        engine.ReadAsync((s, c) => SqlDocuments.KnownAsync(s, digests, c), cancellation);

    public Task<byte[]?> ReadDocumentAsync(string digest, CancellationToken cancellation) =>
        engine.ReadAsync((s, c) => SqlDocuments.ReadAsync(s, digest, c), cancellation);

    public Task<IReadOnlyList<StoredClass>> ReadClassesAsync(long after, CancellationToken cancellation) =>
        engine.ReadAsync((s, c) => SqlClasses.ReadAsync(s, after, c), cancellation);

    public async Task<IReadOnlyList<long>> InternClassesAsync(IReadOnlyList<NewClass> classes, CancellationToken cancellation)
    {
        long?[] known = await engine.ReadAsync((s, c) => SqlClasses.FindAsync(s, classes, c), cancellation);
        return Array.TrueForAll(known, k => k is not null)
            ? [.. known.Select(k => k!.Value)]
            : await engine.WriteAsync((s, c) => SqlClasses.InternAsync(s, classes, c), cancellation);
    }

    public Task<StoredResult> ApplyAsync(HostUpdate update, CancellationToken cancellation) =>
        engine.WriteAsync((s, c) => SqlReports.ApplyAsync(s, update, c), cancellation);

    public Task<StoredResult> BeatAsync(HostBeat beat, CancellationToken cancellation) => engine.BeatAsync(beat, cancellation);

    public Task<StoredHost?> FindHostAsync(string name, CancellationToken cancellation) =>
        engine.ReadAsync((s, c) => SqlHosts.FindAsync(s, _documents, name, c), cancellation);

    public Task<StoredChanges> ReadChangesAsync(long since, CancellationToken cancellation) =>
        engine.ReadAsync((s, c) => SqlHosts.ChangesAsync(s, _documents, since, c), cancellation);

    public Task<IReadOnlyList<StoredPool>> ReadPoolsAsync(CancellationToken cancellation) =>
        engine.ReadAsync(SqlPools.ReadAsync, cancellation);

    public Task<PoolResult> WritePoolAsync(StoredPool pool, NewAudit audit, CancellationToken cancellation) =>
        engine.WriteAsync((s, c) => SqlPools.WriteAsync(s, pool, audit, c), cancellation);

    public Task<IReadOnlyList<StoredBaseline>> ReadBaselinesAsync(string pool, CancellationToken cancellation) =>
        engine.ReadAsync((s, c) => SqlBaselines.ReadAsync(s, pool, c), cancellation);

    public Task<bool> FreezeAsync(StoredBaseline baseline, long poolVersion, NewAudit audit, CancellationToken cancellation) =>
        engine.WriteAsync((s, c) => SqlBaselines.FreezeAsync(s, baseline, poolVersion, audit, c), cancellation);

    public Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(EventFilter filter, CancellationToken cancellation) =>
        engine.ReadAsync((s, c) => SqlEvents.ReadAsync(s, filter, c), cancellation);

    public Task<long> CountDriftsAsync(DateTimeOffset since, CancellationToken cancellation) =>
        engine.ReadAsync((s, c) => SqlEvents.CountDriftsAsync(s, since, c), cancellation);

    public async Task<StoredToken?> FindTokenAsync(string hash, DateTimeOffset now, CancellationToken cancellation) =>
        await _tokens.AskAsync(hash, cancellation) is { } token && token.IsValidAt(now) ? token : null;

    public Task<IReadOnlyList<StoredToken>> ReadTokensAsync(CancellationToken cancellation) =>
        engine.ReadAsync(SqlTokens.ReadAsync, cancellation);

    public Task AddTokenAsync(StoredToken token, NewAudit audit, CancellationToken cancellation) =>
        engine.WriteAsync((s, c) => SqlTokens.AddAsync(s, token, audit, c), cancellation);

    public Task<bool> WithdrawTokenAsync(string id, NewAudit audit, CancellationToken cancellation) =>
        engine.WriteAsync((s, c) => SqlTokens.WithdrawAsync(s, id, audit, c), cancellation);

    public Task<bool> EnrolAsync(string hash, StoredToken host, DateTimeOffset now, NewAudit audit, CancellationToken cancellation) =>
        engine.WriteAsync((s, c) => SqlTokens.EnrolAsync(s, hash, host, now, audit, c), cancellation);

    public Task AuditAsync(NewAudit audit, CancellationToken cancellation) =>
        engine.WriteAsync((s, c) => SqlAudit.AddAsync(s, audit, c), cancellation);

    public Task<IReadOnlyList<StoredAudit>> ReadAuditAsync(long? before, int limit, CancellationToken cancellation) =>
        engine.ReadAsync((s, c) => SqlAudit.ReadAsync(s, before, limit, c), cancellation);

    public Task<IReadOnlyList<StoredCount>> ReadCountsAsync(CancellationToken cancellation) =>
        engine.ReadAsync(SqlCounts.ReadAsync, cancellation);

    public Task<IReadOnlyList<StoredCount>> RecountAsync(CancellationToken cancellation) =>
        engine.ReadAsync(SqlCounts.RecountAsync, cancellation);

    public Task TidyAsync(DateTimeOffset now, EventRetention events, CancellationToken cancellation) =>
        SqlTidying.TidyAsync(engine, now, events, cancellation);

    public async ValueTask DisposeAsync()
    {
        await _tokens.DisposeAsync();
        await engine.DisposeAsync();
    }
}
