namespace NVirt.Domains.Driver.Migration;

/// <summary>
/// A guest that is being migrated away, as <see cref="MigrationDeparture"/> uses it. It does not decide whether the guest may run.
/// </summary>
public interface IDepartingGuest
{
    /// <summary>Its name here.</summary>
    public string Name { get; }

    /// <summary>Whether it was running before; a paused guest stays paused, here and there.</summary>
    public bool RanBefore { get; }

    /// <summary>Sends all of its state. When this returns, the guest is stopped and does not resume by itself.</summary>
    public Task SendAsync(string address, CancellationToken cancellation);

    /// <summary>Stops sending, and resumes the guest if it was running before. Does not throw if the hypervisor is gone.</summary>
    /// <returns>What it does now.</returns>
    public Task<GuestPlace> ComeBackAsync();

    /// <summary>Keeps the guest here and paused, because it may run elsewhere. Does not throw if the hypervisor is gone.</summary>
    /// <returns>What it does now.</returns>
    public Task<GuestPlace> StayAsync();

    /// <summary>
    /// Removes what is left of the guest, which now belongs to the destination: failures here are only warnings.
    /// </summary>
    public Task<MigrationResult> LeaveAsync(DomainSummary there);

    /// <summary>Lets others change the guest again.</summary>
    public ValueTask ReleaseAsync();
}
