using System.Collections.Immutable;
using NVirt.Fleet.Server.Store;

namespace NVirt.Fleet.Server.Tests.Pages;

/// <summary>A store that keeps in memory what pages show, for one process; what they never ask for is refused.</summary>
internal sealed class MemoryStore : IFleetStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, byte[]> _documents = new(StringComparer.Ordinal);
    private readonly List<StoredClass> _classes = [];
    private readonly Dictionary<string, StoredHost> _hosts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<StoredGuest>> _guests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _marks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredPool> _pools = new(StringComparer.Ordinal);
    private readonly List<StoredBaseline> _baselines = [];
    private readonly List<StoredEvent> _events = [];
    private readonly List<StoredToken> _tokens = [];
    private long _mark;

    public Task OpenAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task<bool> IsReadyAsync(CancellationToken cancellation) => Task.FromResult(true);

    public Task<IReadOnlySet<string>> KnownDocumentsAsync(IReadOnlyCollection<string> digests, CancellationToken cancellation) =>
        Locked<IReadOnlySet<string>>(() => digests.Where(_documents.ContainsKey).ToHashSet());

    public Task<byte[]?> ReadDocumentAsync(string digest, CancellationToken cancellation) =>
        Locked(() => _documents.GetValueOrDefault(digest));

    public Task<IReadOnlyList<StoredClass>> ReadClassesAsync(long after, CancellationToken cancellation) =>
        Locked<IReadOnlyList<StoredClass>>(() => [.. _classes.Where(c => c.Id > after)]);

    public Task<IReadOnlyList<long>> InternClassesAsync(IReadOnlyList<NewClass> classes, CancellationToken cancellation) =>
        Locked<IReadOnlyList<long>>(() => [.. classes.Select(Intern)]);

    public Task<StoredResult> ApplyAsync(HostUpdate update, CancellationToken cancellation) => Locked(() =>
    {
        string name = update.Host.Name;
        foreach (NewDocument document in update.Documents)
        {
            _documents[document.Sha256] = document.Gzip;
        }

        _hosts[name] = update.Host with { Pool = PoolOf(name) };
        _guests[name] = update.Guests;
        _marks[name] = ++_mark;
        _events.AddRange(update.Events.Select((e, i) =>
            new StoredEvent(_events.Count + i + 1, e.Time, e.Host, e.Kind, e.Grade, e.Detail)).ToArray());
        return StoredResult.Done;
    });

    public Task<StoredResult> BeatAsync(HostBeat beat, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<StoredHost?> FindHostAsync(string name, CancellationToken cancellation) =>
        Locked(() => _hosts.GetValueOrDefault(name));

    public Task<StoredChanges> ReadChangesAsync(long since, CancellationToken cancellation) => Locked(() =>
    {
        StoredHost[] hosts = [.. _hosts.Values.Where(h => _marks[h.Name] > since)];
        return new StoredChanges(hosts, [.. hosts.SelectMany(h => _guests[h.Name])], _mark);
    });

    public Task<IReadOnlyList<StoredPool>> ReadPoolsAsync(CancellationToken cancellation) =>
        Locked<IReadOnlyList<StoredPool>>(() => [.. _pools.Values.OrderBy(p => p.Name, StringComparer.Ordinal)]);

    public Task<long?> WritePoolAsync(StoredPool pool, NewAudit audit, CancellationToken cancellation) => Locked<long?>(() =>
    {
        _pools[pool.Name] = pool with { Version = pool.Version + 1 };
        foreach (string host in pool.Hosts)
        {
            _hosts[host] = _hosts[host] with { Pool = pool.Name };
            _marks[host] = ++_mark;
        }

        return pool.Version + 1;
    });

    public Task<IReadOnlyList<StoredBaseline>> ReadBaselinesAsync(string pool, CancellationToken cancellation) =>
        Locked<IReadOnlyList<StoredBaseline>>(() => [.. _baselines.Where(b => b.Pool == pool)]);

    public Task<bool> FreezeAsync(StoredBaseline baseline, long poolVersion, NewAudit audit, CancellationToken cancellation) =>
        Locked(() =>
        {
            _baselines.Add(baseline);
            return true;
        });

    public Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(EventFilter filter, CancellationToken cancellation) =>
        Locked<IReadOnlyList<StoredEvent>>(() =>
        [
            .. _events.Where(e => (filter.Host is null || e.Host == filter.Host) && (filter.Kind is null || e.Kind == filter.Kind)
                    && (filter.Grade is null || e.Grade == filter.Grade) && (filter.Before is null || e.Id < filter.Before))
                .OrderByDescending(e => e.Id).Take(filter.Limit),
        ]);

    public Task<StoredToken?> FindTokenAsync(string hash, DateTimeOffset now, CancellationToken cancellation) =>
        Locked(() => _tokens.FirstOrDefault(t => t.Hash == hash));

    public Task<IReadOnlyList<StoredToken>> ReadTokensAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Task AddTokenAsync(StoredToken token, NewAudit audit, CancellationToken cancellation) => Locked(() =>
    {
        _tokens.Add(token);
        return true;
    });

    public Task<bool> WithdrawTokenAsync(string id, NewAudit audit, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<bool> EnrolAsync(string hash, StoredToken host, DateTimeOffset now, NewAudit audit, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task AuditAsync(NewAudit audit, CancellationToken cancellation) => Task.CompletedTask;

    public Task<IReadOnlyList<StoredAudit>> ReadAuditAsync(long? before, int limit, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<StoredCount>> ReadCountsAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<StoredCount>>([]);

    public Task<IReadOnlyList<StoredCount>> RecountAsync(CancellationToken cancellation) => ReadCountsAsync(cancellation);

    public Task TidyAsync(DateTimeOffset now, CancellationToken cancellation) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string? PoolOf(string host) => _pools.Values.FirstOrDefault(p => p.Hosts.Contains(host))?.Name;

    private long Intern(NewClass added)
    {
        if (_classes.FirstOrDefault(c => c.Key == added.Key) is { } known)
        {
            return known.Id;
        }

        _documents[added.Document] = added.DocumentGzip;
        _classes.Add(new StoredClass(_classes.Count + 1, added.Key, added.Document, added.Place));
        return _classes.Count;
    }

    private Task<T> Locked<T>(Func<T> work)
    {
        lock (_lock)
        {
            return Task.FromResult(work());
        }
    }
}
