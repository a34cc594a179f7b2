namespace NVirt.Domains.Driver.Migration;

/// <summary>
/// A guest that is being migrated to this host, as <see cref="MigrationArrival"/> uses it. It does not decide which step is allowed when.
/// </summary>
public interface IArrivingGuest
{
    /// <summary>The name of the destination in messages.</summary>
    public string Name { get; }

    /// <summary>Judges the guest, and prepares to receive its state. If it throws, <see cref="RemoveAsync"/> follows.</summary>
    public Task<string> PrepareAsync(MigrationOffer offer, CancellationToken cancellation);

    /// <summary>Waits until the state is complete, and lets the guest run. If it throws, <see cref="RemoveAsync"/> follows.</summary>
    public Task<DomainSummary> TakeOverAsync(bool isPaused, CancellationToken cancellation);

    /// <summary>Removes everything of the guest.</summary>
    /// <exception cref="Exception">It may still be there.</exception>
    public Task RemoveAsync();
}
