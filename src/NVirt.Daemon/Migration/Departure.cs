using NVirt.Domains.Driver.Migration;

namespace NVirt.Daemon.Migration;

/// <summary>A guest that a client migrates away from here.</summary>
internal sealed class Departure : IProgress<MigrationProgress>, IAsyncDisposable
{
    private readonly CancellationTokenSource _cancelling = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly long _start = Environment.TickCount64;
    private volatile MigrationProgress? _progress;

    /// <summary>The migration; set once it has begun.</summary>
    public IMigrationSource Source { get; set; } = null!;

    /// <summary>Whether everything was sent.</summary>
    public bool IsSent { get; private set; }

    /// <summary>How far it is; <see langword="null"/> before anything was sent.</summary>
    public MigrationProgress? Progress => _progress;

    /// <summary>How long it has taken so far.</summary>
    public TimeSpan Elapsed => TimeSpan.FromMilliseconds(Environment.TickCount64 - _start);

    /// <inheritdoc/>
    public void Report(MigrationProgress value) => _progress = value;

    /// <summary>Gives the migration up, as long as state is being sent.</summary>
    public void Cancel() => _cancelling.Cancel();

    /// <summary>Sends the guest's state.</summary>
    public async Task PerformAsync(string address, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _cancelling.Token);
            await Source.PerformAsync(address, cancellation: end.Token);
            IsSent = true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Moves the guest, without a client that drives it.</summary>
    public async Task<MigrationResult> MoveAsync(IMigrationDestination destination)
    {
        await _turn.WaitAsync();
        try
        {
            return await Source.MoveAsync(destination, _cancelling.Token);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Ends the migration.</summary>
    public async Task ConfirmAsync(MigrationAnswer answer, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await Source.ConfirmAsync(answer, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Whoever does not confirm lets the guest go on here, or keeps it paused if everything was sent.</summary>
    public async ValueTask DisposeAsync()
    {
        await _cancelling.CancelAsync();
        await _turn.WaitAsync();
        await Source.DisposeAsync();
    }
}
