using NVirt.Fleet.Server.Refusals;

namespace NVirt.Fleet.Server.Api;

/// <summary>
/// Lets only a few large questions run at once, so that reports and schedulers are always answered. Safe for use by several threads.
/// </summary>
internal sealed class HeavyWork : IDisposable
{
    private const int AtOnce = 2;
    private const int Waiting = 32;
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _free = new(AtOnce);
    private int _waiting;

    /// <summary>Answers when it is its turn; many that wait already are told to come later.</summary>
    public async Task<IResult> RunAsync(HttpContext context, Func<IResult> answer)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > Waiting)
            {
                return Problems.Busy(Later);
            }

            await _free.WaitAsync(context.RequestAborted);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        try
        {
            return await Task.Run(answer, context.RequestAborted);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();
}
