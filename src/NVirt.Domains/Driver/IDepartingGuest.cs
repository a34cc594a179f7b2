namespace NVirt.Domains;

/// <summary>A guest that is to leave this host, as <see cref="MigrationDeparture"/> needs it. Nothing here decides whether it may run.</summary>
internal interface IDepartingGuest
{
    /// <summary>Its name here.</summary>
    public string Name { get; }

    /// <summary>Whether it ran before; one that was paused stays so wherever it is.</summary>
    public bool RanBefore { get; }

    /// <summary>Sends all of its state. When this returns, it stands still and does not go on by itself.</summary>
    public Task SendAsync(string address, CancellationToken cancellation);

    /// <summary>Ends the sending, and lets the guest go on if it ran before. Never throws for a hypervisor that is gone.</summary>
    /// <returns>What it does now.</returns>
    public Task<GuestPlace> ComeBackAsync();

    /// <summary>Keeps the guest where it is, and paused, since it may run elsewhere. Never throws for a hypervisor that is gone.</summary>
    /// <returns>What it does now.</returns>
    public Task<GuestPlace> StayAsync();
}
