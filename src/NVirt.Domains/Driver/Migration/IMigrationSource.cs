namespace NVirt.Domains.Driver.Migration;

/// <summary>
/// The source of one migration, in steps. It has begun: the guest is known, and nobody else can change it until this is disposed of.
/// Next, the destination prepares, this performs, the destination finishes, and this confirms. Disposing of it earlier gives the migration
/// up: as long as not everything was sent, the guest continues here; afterwards it may have been taken over, so it stays paused. Not for
/// use by several threads at once.
/// </summary>
public interface IMigrationSource : IAsyncDisposable
{
    /// <summary>What the destination must prepare for.</summary>
    public MigrationOffer Offer { get; }

    /// <summary>Whether the destination must leave the guest paused.</summary>
    public bool StaysPaused { get; }

    /// <summary>
    /// Sends all of the guest's state. When this returns, the guest is stopped, and only then may the destination be told to finish.
    /// </summary>
    /// <param name="address">The address that <see cref="IMigrationDestination.PrepareAsync"/> returned.</param>
    /// <param name="destination">The destination to watch, and to name in messages; <see langword="null"/> if the caller does this.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="Exception">It failed, or was cancelled. The caller must then confirm that the guest is not there, with this as the
    /// reason.</exception>
    public Task PerformAsync(string address, IMigrationDestination? destination = null, CancellationToken cancellation = default);

    /// <summary>Ends the migration.</summary>
    /// <param name="answer">
    /// What the destination answered to "finish". If it took the guest over, what is left here is removed. If it refused, or was
    /// never told, the guest continues here. If that is not known, and everything was sent, it stays paused here.
    /// </param>
    /// <param name="cancellation">The token that cancelled the migration, if the reason is a cancellation.</param>
    /// <exception cref="DomainException">The guest was not taken over; the message says where it is if it does not continue as
    /// before.</exception>
    /// <exception cref="OperationCanceledException">The same, because it was cancelled; the message says where the guest is.</exception>
    public Task<MigrationResult> ConfirmAsync(MigrationAnswer answer, CancellationToken cancellation = default);
}
