using NVirt.Domains.Driver.Migration;

namespace NVirt.Daemon.Migration;

/// <summary>A guest that a client migrates to here.</summary>
/// <param name="destination">The migration.</param>
/// <param name="staysPaused">Whether the source says that it must stay paused.</param>
internal sealed class Arrival(IMigrationDestination destination, bool staysPaused) : IAsyncDisposable
{
    /// <summary>Where its state comes in.</summary>
    public StateDoor? Door { get; set; }

    /// <summary>Judges the guest, and prepares to receive its state.</summary>
    public Task<string> PrepareAsync(MigrationOffer offer, CancellationToken cancellation) => destination.PrepareAsync(offer, cancellation);

    /// <summary>Lets the guest run here.</summary>
    public Task<MigrationAnswer> FinishAsync(bool isPaused) => destination.FinishAsync(isPaused || staysPaused, CancellationToken.None);

    /// <summary>Whoever does not finish leaves nothing here.</summary>
    public async ValueTask DisposeAsync()
    {
        Door?.Dispose();
        await destination.DisposeAsync();
    }
}
