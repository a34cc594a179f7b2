namespace NVirt.Fleet.Server.Store;

/// <summary>
/// Where the service keeps what it was told (fleet-rules.md 12). Every call is one transaction: it is done wholly, or not at all. What
/// is asked for and is not there is <see langword="null"/>; everything else that goes wrong is a <see cref="StoreException"/>. Safe for
/// use by several threads, and several replicas may work on one store.
/// </summary>
internal interface IFleetStore : IAsyncDisposable
{
    /// <summary>Brings the tables to the newest form, under a lock that all replicas take.</summary>
    /// <exception cref="StoreException">The store was made by a newer program, or cannot be opened.</exception>
    public Task OpenAsync(CancellationToken cancellation);

    /// <summary>Whether the store answers.</summary>
    public Task<bool> IsReadyAsync(CancellationToken cancellation);

    /// <summary>Those of some documents that are kept, by SHA-256.</summary>
    public Task<IReadOnlySet<string>> KnownDocumentsAsync(IReadOnlyCollection<string> digests, CancellationToken cancellation);

    /// <summary>The bytes of a document, by gzip.</summary>
    public Task<byte[]?> ReadDocumentAsync(string digest, CancellationToken cancellation);

    /// <summary>All classes of CPUs after one that is known, in the order of their numbers. Classes are never changed.</summary>
    public Task<IReadOnlyList<StoredClass>> ReadClassesAsync(long after, CancellationToken cancellation);

    /// <summary>
    /// The numbers of classes, in the order given; those that are new are added. Two replicas that add the same get the same number.
    /// </summary>
    public Task<IReadOnlyList<long>> InternClassesAsync(IReadOnlyList<NewClass> classes, CancellationToken cancellation);

    /// <summary>Keeps a report: the host, its guests, the documents, the counts and the events.</summary>
    public Task<StoredResult> ApplyAsync(HostUpdate update, CancellationToken cancellation);

    /// <summary>Notes that a host was heard of.</summary>
    public Task<StoredResult> BeatAsync(HostBeat beat, CancellationToken cancellation);

    /// <summary>A host by its name.</summary>
    public Task<StoredHost?> FindHostAsync(string name, CancellationToken cancellation);

    /// <summary>
    /// All hosts that changed since a mark, with their guests, as of one moment, and the mark to ask with next time.
    /// </summary>
    /// <param name="since">The mark of the last answer; 0 for everything.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<StoredChanges> ReadChangesAsync(long since, CancellationToken cancellation);

    /// <summary>All pools, by name.</summary>
    public Task<IReadOnlyList<StoredPool>> ReadPoolsAsync(CancellationToken cancellation);

    /// <summary>Makes or changes a pool: which hosts are in it.</summary>
    /// <param name="pool">The pool; its version is that which the change is based on, 0 for a new one.</param>
    /// <param name="audit">Who does it.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<PoolResult> WritePoolAsync(StoredPool pool, NewAudit audit, CancellationToken cancellation);

    /// <summary>The frozen baselines of a pool, by version.</summary>
    public Task<IReadOnlyList<StoredBaseline>> ReadBaselinesAsync(string pool, CancellationToken cancellation);

    /// <summary>
    /// Adds a frozen baseline, if its version is the next one and the pool is as it was (serialisable: of two replicas that freeze at
    /// once, one wins).
    /// </summary>
    /// <returns>Whether it was added.</returns>
    public Task<bool> FreezeAsync(StoredBaseline baseline, long poolVersion, NewAudit audit, CancellationToken cancellation);

    /// <summary>Events, the newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(EventFilter filter, CancellationToken cancellation);

    /// <summary>How many drifts that are not harmless were found since a time.</summary>
    public Task<long> CountDriftsAsync(DateTimeOffset since, CancellationToken cancellation);

    /// <summary>A token by the SHA-256 of its secret, if it is neither withdrawn nor expired.</summary>
    public Task<StoredToken?> FindTokenAsync(string hash, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>All tokens, without their secrets.</summary>
    public Task<IReadOnlyList<StoredToken>> ReadTokensAsync(CancellationToken cancellation);

    /// <summary>Adds a token.</summary>
    public Task AddTokenAsync(StoredToken token, NewAudit audit, CancellationToken cancellation);

    /// <summary>Withdraws a token.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> WithdrawTokenAsync(string id, NewAudit audit, CancellationToken cancellation);

    /// <summary>
    /// Turns a use of an enrolment token into a token for one host. A host that has a token already is refused unless
    /// the enrolment token says that it may be replaced.
    /// </summary>
    /// <returns>Whether it was done: the token is there, has uses left, and has not expired.</returns>
    public Task<bool> EnrolAsync(string hash, StoredToken host, DateTimeOffset now, NewAudit audit, CancellationToken cancellation);

    /// <summary>Notes what somebody did.</summary>
    public Task AuditAsync(NewAudit audit, CancellationToken cancellation);

    /// <summary>What was done, the newest first.</summary>
    /// <param name="before">The number of the oldest that is known; <see langword="null"/> to begin with the newest.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<IReadOnlyList<StoredAudit>> ReadAuditAsync(long? before, int limit, CancellationToken cancellation);

    /// <summary>Guests by class of host, class of guest and pool, as counted with each report.</summary>
    public Task<IReadOnlyList<StoredCount>> ReadCountsAsync(CancellationToken cancellation);

    /// <summary>The same, counted anew from hosts and guests.</summary>
    public Task<IReadOnlyList<StoredCount>> RecountAsync(CancellationToken cancellation);

    /// <summary>
    /// Lets go what is no longer needed (fleet-rules.md 12, retention): guests that are gone, events that are old or too many, and
    /// documents that nothing refers to. It is not one transaction but many short ones, in any of which it can end.
    /// </summary>
    public Task TidyAsync(DateTimeOffset now, EventRetention events, CancellationToken cancellation);
}
