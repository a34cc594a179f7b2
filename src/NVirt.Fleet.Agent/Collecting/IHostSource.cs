namespace NVirt.Fleet.Agent.Collecting;

/// <summary>Where it is read what a host is.</summary>
public interface IHostSource
{
    /// <summary>Reads it.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="AgentException">The guests cannot be read: without them nothing may be said, as that would say there are none.
    /// </exception>
    public Task<CollectedHost> ReadAsync(CancellationToken cancellation);

    /// <summary>Tells of changes until it is cancelled; what it misses is found when the host is read the next time.</summary>
    /// <param name="changed">Called after each change, by any thread.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task WatchAsync(Action changed, CancellationToken cancellation);
}
