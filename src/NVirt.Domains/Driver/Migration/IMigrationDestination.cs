namespace NVirt.Domains.Driver.Migration;

/// <summary>
/// The destination of one migration: prepare, then finish or abort. Disposing of it before it is finished aborts. Not for use by
/// several threads at once.
/// </summary>
public interface IMigrationDestination : IAsyncDisposable
{
    /// <summary>Its name in messages.</summary>
    public string Name { get; }

    /// <summary>Judges the guest, and prepares to receive its state.</summary>
    /// <param name="offer">The guest.</param>
    /// <param name="cancellation">Cancels it; nothing is left behind.</param>
    /// <returns>Where the source's hypervisor must send the state: an address that it understands, for example
    /// <c>unix:/run/x</c>.</returns>
    /// <exception cref="DomainException">It would not be the same guest here (refused), or the preparation failed.</exception>
    public Task<string> PrepareAsync(MigrationOffer offer, CancellationToken cancellation = default);

    /// <summary>Watches the destination while state is sent. Default: there is never anything to report.</summary>
    /// <param name="cancellation">Stops watching.</param>
    /// <returns>Ends with an exception when the destination is gone or silent; the migration is then given up.</returns>
    public Task WatchAsync(CancellationToken cancellation) => Task.Delay(Timeout.Infinite, cancellation);

    /// <summary>
    /// Waits until the state is complete, and lets the guest run. After calling this, the guest must not be run anywhere else, unless
    /// the answer is a refusal: after an exception, or any other answer, it is not known whether it runs here.
    /// </summary>
    /// <param name="isPaused">Whether the guest is to stay paused.</param>
    /// <param name="cancellation">Shortens the wait.</param>
    /// <returns>The domain at the destination; or that it is not there, and why.</returns>
    public Task<MigrationAnswer> FinishAsync(bool isPaused, CancellationToken cancellation = default);

    /// <summary>Removes everything of the guest.</summary>
    /// <exception cref="DomainException">It was already told to finish (invalid state).</exception>
    public Task AbortAsync();
}
