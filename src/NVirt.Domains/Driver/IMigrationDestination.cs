namespace NVirt.Domains;

/// <summary>
/// The destination's end of one migration: prepare, then finish or abort. Disposing of it before it is finished aborts. Not for use by
/// several threads at once.
/// </summary>
public interface IMigrationDestination : IAsyncDisposable
{
    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>Judges the guest, and makes ready to take its state.</summary>
    /// <param name="offer">The guest.</param>
    /// <param name="cancellation">Ends it; nothing stays.</param>
    /// <returns>Where the hypervisor of the source is to send the state: an address of its own kind, for example <c>unix:/run/x</c>.</returns>
    /// <exception cref="DomainException">It would not be the same guest here (refused), or it can not be made ready.</exception>
    public Task<string> PrepareAsync(MigrationOffer offer, CancellationToken cancellation = default);

    /// <summary>Looks after the destination while state is sent. Default: nothing is ever heard.</summary>
    /// <param name="cancellation">Ends the looking.</param>
    /// <returns>Ends, by an exception, when the destination is gone or silent; the migration is given up then.</returns>
    public Task WatchAsync(CancellationToken cancellation) => Task.Delay(Timeout.Infinite, cancellation);

    /// <summary>
    /// Waits until the state is complete, and lets the guest run. Whoever has called this must not let the guest run anywhere else, unless the
    /// answer is a refusal: an exception, or none of these answers, means that nobody knows.
    /// </summary>
    /// <param name="isPaused">Whether it is to stay paused.</param>
    /// <param name="cancellation">Ends the waiting soon.</param>
    /// <returns>The domain there, or that it is not there, and why.</returns>
    public Task<MigrationAnswer> FinishAsync(bool isPaused, CancellationToken cancellation = default);

    /// <summary>Removes whatever there is.</summary>
    /// <exception cref="DomainException">It was told to finish before (invalid state).</exception>
    public Task AbortAsync();
}
