using System.Data;
using Npgsql;

namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>A store in PostgreSQL, for one or more replicas. A transaction that met another one is run again.</summary>
internal sealed class PostgresEngine : SqlEngine
{
    private const int MostRuns = 10;

    private readonly NpgsqlDataSource _source;
    private readonly SqlGroups<HostBeat, StoredResult> _beats;

    /// <param name="settings">Where it is, and how to get in.</param>
    public PostgresEngine(NpgsqlConnectionStringBuilder settings)
        : base(new PostgresDialect())
    {
        NpgsqlSlimDataSourceBuilder builder = new(settings.ConnectionString);
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        _source = builder.Build();
        _beats = new(beats => WriteAsync((s, c) => PostgresBeats.WriteAsync(s, beats, c), CancellationToken.None));
    }

    public override Task OpenAsync(int version, CancellationToken cancellation) => WriteAsync(
        async (s, c) =>
        {
            // Tables and indexes are made once, however long it takes.
            s.Patience = 0;
            await SqlMigrations.ApplyAsync(s, version, c);

            // The tables may come from another server, whose transactions had greater numbers: readers would read all of it again
            // each time.
            await s.ExecuteAsync($"UPDATE host SET changed = {Dialect.Mark} WHERE changed > {Dialect.Mark}", c);
            await s.ExecuteAsync($"UPDATE host_seen SET mark = {Dialect.Mark} WHERE mark > {Dialect.Mark}", c);
            return true;
        },
        cancellation);

    public override Task<T> WriteAsync<T>(Func<SqlSession, CancellationToken, Task<T>> work, CancellationToken cancellation) =>
        RunAsync(IsolationLevel.ReadCommitted, work, cancellation);

    public override Task<T> ReadAsync<T>(Func<SqlSession, CancellationToken, Task<T>> work, CancellationToken cancellation) =>
        RunAsync(IsolationLevel.RepeatableRead, work, cancellation);

    public override Task<StoredResult> BeatAsync(HostBeat beat, CancellationToken cancellation) => _beats.AskAsync(beat, cancellation);

    public override async ValueTask DisposeAsync()
    {
        await _beats.DisposeAsync();
        await _source.DisposeAsync();
    }

    private async Task<T> RunAsync<T>(
        IsolationLevel isolation, Func<SqlSession, CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        for (int run = 1; ; run++)
        {
            bool isCommitting = false;
            try
            {
                NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellation);
                await using SqlSession session = new(connection, Dialect, keepsCommands: false);
                await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(isolation, cancellation);
                T result = await work(session, cancellation);
                isCommitting = true;
                await transaction.CommitAsync(CancellationToken.None);
                return result;
            }
            catch (Exception e) when (run < MostRuns && PostgresFaults.IsPassing(e, run, isCommitting))
            {
                await Task.Delay(Random.Shared.Next(run * 5), cancellation);
            }
            catch (Exception e) when (PostgresFaults.IsOfStore(e))
            {
                throw PostgresFaults.Explain(e);
            }
        }
    }
}
