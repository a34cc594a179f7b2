namespace NVirt.Fleet.Agent.Sending;

/// <summary>What was sent, and taken. Immutable.</summary>
/// <param name="IsReport">Whether it was a whole report, not a heartbeat.</param>
/// <param name="BootId">What the report calls the boot.</param>
/// <param name="Seq">The number of the report that the service has now.</param>
/// <param name="Digest">The digest of what it says.</param>
/// <param name="Bodies">How many documents went along.</param>
public sealed record SendOutcome(bool IsReport, string BootId, long Seq, string Digest, int Bodies);
