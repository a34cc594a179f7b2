namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>
/// Connections of a store, and transactions on them. What goes wrong is a <see cref="StoreException"/>; when its cause is gone, the
/// engine works again. Safe for use by several threads.
/// </summary>
internal abstract class SqlEngine(SqlDialect dialect) : IAsyncDisposable
{
    public SqlDialect Dialect { get; } = dialect;

    /// <summary>Brings the tables to a version of their form.</summary>
    public abstract Task OpenAsync(int version, CancellationToken cancellation);

    /// <summary>Does something in a transaction, alone; it is durable when this returns. What was done is undone if it throws.</summary>
    /// <param name="work">
    /// What to do, wholly by this session; it may be run again after something went wrong, so it has no other effect than there.
    /// </param>
    /// <param name="cancellation">Ends it, if it has not begun yet to become durable.</param>
    public abstract Task<T> WriteAsync<T>(Func<SqlSession, CancellationToken, Task<T>> work, CancellationToken cancellation);

    /// <summary>Reads, as of one moment.</summary>
    public abstract Task<T> ReadAsync<T>(Func<SqlSession, CancellationToken, Task<T>> work, CancellationToken cancellation);

    /// <summary>Notes a heartbeat.</summary>
    public abstract Task<StoredResult> BeatAsync(HostBeat beat, CancellationToken cancellation);

    public abstract ValueTask DisposeAsync();
}
