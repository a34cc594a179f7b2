namespace NVirt.Domains.Driver.Migration;

/// <summary>The destination's end of a migration to a driver that was opened for it alone, and is closed with it.</summary>
internal sealed class DriverDestination(IDomainDriver driver) : IMigrationDestination
{
    private readonly IMigrationDestination _end = driver.OpenDestination();

    public string Name => _end.Name;

    public Task<string> PrepareAsync(MigrationOffer offer, CancellationToken cancellation = default) =>
        _end.PrepareAsync(offer, cancellation);

    public Task WatchAsync(CancellationToken cancellation) => _end.WatchAsync(cancellation);

    public Task<MigrationAnswer> FinishAsync(bool isPaused, CancellationToken cancellation = default) =>
        _end.FinishAsync(isPaused, cancellation);

    public Task AbortAsync() => _end.AbortAsync();

    public async ValueTask DisposeAsync()
    {
        await _end.DisposeAsync();
        await driver.DisposeAsync();
    }
}
