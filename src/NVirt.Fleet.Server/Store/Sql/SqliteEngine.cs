using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>
/// A store in one file. One writer groups what waits into one transaction, a savepoint each, so that many are made durable by one write
/// to the disk; everybody hears of it only then. Readers have connections of their own, and see the file as of one moment (WAL).
/// </summary>
internal sealed class SqliteEngine : SqlEngine
{
    /// <summary>Most writes in one transaction: it is short, and other processes get their turn.</summary>
    private const int MostGrouped = 1024;

    /// <summary>Most writes that wait; whoever comes then waits before.</summary>
    private const int MostWaiting = 16384;

    private readonly SqliteConnections _connections;
    private readonly Channel<SqliteWrite> _writes = Channel.CreateBounded<SqliteWrite>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Task _writer;

    /// <param name="path">The file; it is made if it is not there.</param>
    /// <param name="patience">How long to wait for another program that writes.</param>
    public SqliteEngine(string path, TimeSpan patience)
        : base(new SqliteDialect())
    {
        _connections = new SqliteConnections(path, patience, Dialect);
        _writer = Task.Run(WriteAllAsync);
    }

    public override async Task OpenAsync(int version, CancellationToken cancellation)
    {
        SqlSession? session = null;
        try
        {
            session = await _connections.OpenAsync(SqliteUse.Maker, cancellation);
            await session.ExecuteAsync("BEGIN IMMEDIATE", cancellation);
            await SqlMigrations.ApplyAsync(session, version, cancellation);
            await session.ExecuteAsync("COMMIT", cancellation);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw SqliteFaults.Explain(e);
        }
        finally
        {
            await DisposeQuietlyAsync(session);
        }
    }

    public override async Task<T> WriteAsync<T>(Func<SqlSession, CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        SqliteWrite<T> write = new(work, cancellation);
        try
        {
            await _writes.Writer.WriteAsync(write, cancellation);
        }
        catch (ChannelClosedException)
        {
            throw new StoreException(Messages.Store_Closed);
        }

        return await write.Result;
    }

    public override Task<T> ReadAsync<T>(Func<SqlSession, CancellationToken, Task<T>> work, CancellationToken cancellation) =>
        // The engine's calls block; whoever waits for many rows does not hold up its caller.
        Task.Run(() => ReadNowAsync(work, cancellation), cancellation);

    public override Task<StoredResult> BeatAsync(HostBeat beat, CancellationToken cancellation) =>
        WriteAsync((s, c) => SqlBeats.BeatAsync(s, beat, c), cancellation);

    public override async ValueTask DisposeAsync()
    {
        _writes.Writer.TryComplete();
        await _writer;
        await _connections.DisposeAsync();
    }

    private async Task<T> ReadNowAsync<T>(Func<SqlSession, CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        SqlSession? session = null;
        try
        {
            session = await _connections.TakeReaderAsync(cancellation);
            await session.ExecuteAsync("BEGIN", cancellation);
            T result = await work(session, cancellation);
            await session.ExecuteAsync("COMMIT", CancellationToken.None);
            _connections.GiveBack(session);
            session = null;
            return result;
        }
        catch (SqliteException e)
        {
            throw SqliteFaults.Explain(e);
        }
        finally
        {
            if (session is not null)
            {
                await session.DisposeAsync();
            }
        }
    }

    private async Task WriteAllAsync()
    {
        List<SqliteWrite> group = [];
        SqlSession? session = null;
        while (await _writes.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < MostGrouped && _writes.Reader.TryRead(out SqliteWrite? write))
            {
                group.Add(write);
            }

            try
            {
                session ??= await _connections.OpenAsync(SqliteUse.Writer, CancellationToken.None);
                await WriteGroupAsync(session, group);
                group.ForEach(w => w.Done());
            }
            catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
            {
                // The connection may be in any state: the next group gets another one.
                StoreException reason = SqliteFaults.Explain(e);
                group.ForEach(w => w.Failed(reason));
                await DisposeQuietlyAsync(session);
                session = null;
            }
#pragma warning disable CA1031 // Whoever waits must hear of it, and the next group must have its turn.
            catch (Exception e)
#pragma warning restore CA1031
            {
                group.ForEach(w => w.Failed(e));
                await DisposeQuietlyAsync(session);
                session = null;
            }
        }

        await DisposeQuietlyAsync(session);
    }

    private static async Task WriteGroupAsync(SqlSession session, List<SqliteWrite> group)
    {
        await session.ExecuteAsync("BEGIN IMMEDIATE", CancellationToken.None);
        await session.ExecuteAsync("UPDATE change_count SET n = n + 1", CancellationToken.None);
        foreach (SqliteWrite write in group)
        {
            await write.RunAsync(session);
        }

        await session.ExecuteAsync("COMMIT", CancellationToken.None);
    }

    private static async Task DisposeQuietlyAsync(SqlSession? session)
    {
        try
        {
            if (session is not null)
            {
                await session.DisposeAsync();
            }
        }
        catch (SqliteException)
        {
            // It is gone either way.
        }
    }
}
