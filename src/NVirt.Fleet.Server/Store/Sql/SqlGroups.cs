using System.Threading.Channels;

namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>
/// Small questions to the store: those that come while one statement runs go into the next one together. Safe for use by several threads.
/// </summary>
/// <param name="ask">Answers some of them, one answer for each, in their order.</param>
internal sealed class SqlGroups<TQuestion, TAnswer> : IAsyncDisposable
{
    private const int MostGrouped = 1024;
    private const int MostWaiting = 16384;

    private readonly Func<TQuestion[], Task<TAnswer[]>> _ask;
    private readonly Channel<(TQuestion Question, TaskCompletionSource<TAnswer> Answer)> _waiting =
        Channel.CreateBounded<(TQuestion, TaskCompletionSource<TAnswer>)>(
            new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Task _asking;

    public SqlGroups(Func<TQuestion[], Task<TAnswer[]>> ask)
    {
        _ask = ask;
        _asking = Task.Run(AskAllAsync);
    }

    /// <summary>The answer to one.</summary>
    public async Task<TAnswer> AskAsync(TQuestion question, CancellationToken cancellation)
    {
        TaskCompletionSource<TAnswer> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _waiting.Writer.WriteAsync((question, answer), cancellation);
        }
        catch (ChannelClosedException)
        {
            throw new StoreException(Messages.Store_Closed);
        }

        return await answer.Task.WaitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _asking;
    }

    private async Task AskAllAsync()
    {
        List<(TQuestion Question, TaskCompletionSource<TAnswer> Answer)> group = [];
        while (await _waiting.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < MostGrouped && _waiting.Reader.TryRead(out var one))
            {
                group.Add(one);
            }

            try
            {
                TAnswer[] answers = await _ask([.. group.Select(g => g.Question)]);
                for (int i = 0; i < answers.Length; i++)
                {
                    group[i].Answer.TrySetResult(answers[i]);
                }
            }
#pragma warning disable CA1031 // Whoever waits must hear of it, and the next ones must have their turn.
            catch (Exception e)
#pragma warning restore CA1031
            {
                group.ForEach(g => g.Answer.TrySetException(e));
            }
        }
    }
}
