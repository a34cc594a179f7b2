using System.Threading.Channels;

namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>
/// Heartbeats for PostgreSQL: those that come while one statement runs go into the next one together. Safe for use by several threads.
/// </summary>
internal sealed class PostgresBeats : IAsyncDisposable
{
    private const int MostGrouped = 1024;
    private const int MostWaiting = 16384;

    private readonly SqlEngine _engine;
    private readonly Channel<(HostBeat Beat, TaskCompletionSource<StoredResult> Result)> _waiting =
        Channel.CreateBounded<(HostBeat, TaskCompletionSource<StoredResult>)>(
            new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Task _writer;

    public PostgresBeats(SqlEngine engine)
    {
        _engine = engine;
        _writer = Task.Run(WriteAllAsync);
    }

    public async Task<StoredResult> BeatAsync(HostBeat beat, CancellationToken cancellation)
    {
        TaskCompletionSource<StoredResult> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _waiting.Writer.WriteAsync((beat, result), cancellation);
        }
        catch (ChannelClosedException)
        {
            throw new StoreException(Messages.Store_Closed);
        }

        return await result.Task.WaitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writer;
    }

    private async Task WriteAllAsync()
    {
        List<(HostBeat Beat, TaskCompletionSource<StoredResult> Result)> group = [];
        while (await _waiting.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < MostGrouped && _waiting.Reader.TryRead(out var one))
            {
                group.Add(one);
            }

            try
            {
                HostBeat[] beats = [.. group.Select(g => g.Beat)];
                StoredResult[] results = await _engine.WriteAsync((s, c) => WriteAsync(s, beats, c), CancellationToken.None);
                for (int i = 0; i < results.Length; i++)
                {
                    group[i].Result.TrySetResult(results[i]);
                }
            }
#pragma warning disable CA1031 // Whoever waits must hear of it, and the next ones must have their turn.
            catch (Exception e)
#pragma warning restore CA1031
            {
                group.ForEach(g => g.Result.TrySetException(e));
            }
        }
    }

    // Rows are locked in one order: another replica does the same.
    private static async Task<StoredResult[]> WriteAsync(SqlSession session, HostBeat[] beats, CancellationToken cancellation)
    {
        StoredResult[] results = new StoredResult[beats.Length];
        Array.Fill(results, StoredResult.Changed);
        await session.RowsAsync(
            $"""
            WITH beat AS (
                SELECT b.n, b.seen_at, h.id, h.boot_id, h.seq, h.digest, h.former_boots,
                    h.boot_id = b.boot_id AND h.seq = b.seq AND h.digest = b.digest AS is_same
                FROM unnest($1, $2, $3, $4, $5) WITH ORDINALITY AS b(name, boot_id, seq, digest, seen_at, n)
                JOIN host h ON h.name = b.name),
            locked AS (
                SELECT host_id FROM host_seen WHERE host_id IN (SELECT id FROM beat WHERE is_same) ORDER BY host_id FOR UPDATE),
            written AS (
                UPDATE host_seen s SET seen_at = greatest(s.seen_at, b.seen_at), mark = {session.Dialect.Mark}
                FROM (SELECT id, max(seen_at) AS seen_at FROM beat WHERE is_same GROUP BY id) b
                WHERE s.host_id = b.id AND s.host_id IN (SELECT host_id FROM locked))
            SELECT n, boot_id, seq, digest, former_boots FROM beat
            """,
            r =>
            {
                int n = (int)r.GetInt64(0) - 1;
                results[n] = SqlBeats.Judge(beats[n], r.GetString(1), r.GetInt64(2), r.GetString(3), r.GetString(4));
                return n;
            },
            cancellation,
            beats.Select(b => b.Host).ToArray(), beats.Select(b => b.BootId).ToArray(), beats.Select(b => b.Seq).ToArray(),
            beats.Select(b => b.Digest).ToArray(), beats.Select(b => SqlValues.From(b.SeenAt)).ToArray());
        return results;
    }
}
