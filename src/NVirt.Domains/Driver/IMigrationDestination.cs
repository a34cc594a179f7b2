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

    /// <summary>Waits until the state is complete, and lets the guest run.</summary>
    /// <param name="isPaused">Whether it is to stay paused.</param>
    /// <param name="cancellation">Ends the waiting; the guest is gone here.</param>
    /// <returns>The domain.</returns>
    public Task<DomainSummary> FinishAsync(bool isPaused, CancellationToken cancellation = default);

    /// <summary>Removes whatever there is.</summary>
    public Task AbortAsync();
}
