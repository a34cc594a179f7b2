using Microsoft.Data.Sqlite;

namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>Something to write, and whoever waits for it.</summary>
/// <param name="cancellation">Whoever asked may have gone before it begins.</param>
internal abstract class SqliteWrite(CancellationToken cancellation)
{
    private Exception? _refused;

    protected CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Does it within a transaction. If it fails for a reason of its own, nothing of it is left.</summary>
    /// <exception cref="SqliteException">The whole transaction failed.</exception>
    public async Task RunAsync(SqlSession session)
    {
        if (Cancellation.IsCancellationRequested)
        {
            _refused = new OperationCanceledException(Cancellation);
            return;
        }

        await session.ExecuteAsync("SAVEPOINT write_one", CancellationToken.None);
        try
        {
            await WorkAsync(session);
        }
        catch (SqliteException e) when (SqliteFaults.IsOfStore(e))
        {
            throw;
        }
#pragma warning disable CA1031 // Whoever asked for it hears of it; the others have nothing to do with it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _refused = e is SqliteException ? SqliteFaults.Explain(e) : e;
            await session.ExecuteAsync("ROLLBACK TO write_one", CancellationToken.None);
        }

        await session.ExecuteAsync("RELEASE write_one", CancellationToken.None);
    }

    /// <summary>It is durable.</summary>
    public void Done()
    {
        if (_refused is null)
        {
            Succeed();
        }
        else
        {
            Failed(_refused);
        }
    }

    /// <summary>Nothing of it is kept.</summary>
    public abstract void Failed(Exception reason);

    protected abstract Task WorkAsync(SqlSession session);

    protected abstract void Succeed();
}

/// <summary>The same, with what comes out of it.</summary>
internal sealed class SqliteWrite<T>(Func<SqlSession, CancellationToken, Task<T>> work, CancellationToken cancellation)
    : SqliteWrite(cancellation)
{
    // Whoever waits goes on somewhere else: the writer has more to do.
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _value = default!;

    public Task<T> Result => _result.Task;

    public override void Failed(Exception reason)
    {
        if (reason is OperationCanceledException canceled)
        {
            _result.TrySetCanceled(canceled.CancellationToken);
        }
        else
        {
            _result.TrySetException(reason);
        }
    }

    protected override async Task WorkAsync(SqlSession session) => _value = await work(session, Cancellation);

    protected override void Succeed() => _result.TrySetResult(_value);
}
