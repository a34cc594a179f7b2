namespace NVirt.Domains.Driver.Events;

/// <summary>What a driver also has that lets a new watcher begin at a known place in the order of events.</summary>
public interface IDomainEventBarrier
{
    /// <summary>
    /// Returns once everything that happened before this call was told to all who watch, and each of them asked for more. Who begins to
    /// listen to a watch that others share is then told only of what happens from now on. Safe for use by several threads.
    /// </summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public Task PassAsync(CancellationToken cancellation = default);
}
