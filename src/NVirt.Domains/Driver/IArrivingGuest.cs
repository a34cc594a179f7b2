namespace NVirt.Domains;

/// <summary>A guest that is to come to this host, as <see cref="MigrationArrival"/> needs it. Nothing here decides what may be done when.</summary>
internal interface IArrivingGuest
{
    /// <summary>What the destination is called in messages.</summary>
    public string Name { get; }

    /// <summary>Judges the guest, and makes ready to take its state. Whatever it throws, <see cref="RemoveAsync"/> is next.</summary>
    public Task<string> PrepareAsync(MigrationOffer offer, CancellationToken cancellation);

    /// <summary>Waits until the state is complete, and lets the guest run. Whatever it throws, <see cref="RemoveAsync"/> is next.</summary>
    public Task<DomainSummary> TakeOverAsync(bool isPaused, CancellationToken cancellation);

    /// <summary>Removes whatever there is of the guest.</summary>
    /// <exception cref="Exception">It may still be there.</exception>
    public Task RemoveAsync();
}
