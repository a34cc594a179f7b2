namespace NVirt.Fleet.Server.Store;

/// <summary>What somebody did. Immutable.</summary>
/// <param name="Time">When.</param>
/// <param name="Who">The person, token or host.</param>
/// <param name="Action">What.</param>
/// <param name="Target">To what.</param>
/// <param name="Detail">More, or why; empty for nothing.</param>
internal sealed record NewAudit(DateTimeOffset Time, string Who, string Action, string Target, string Detail);

/// <summary>The same, as it is kept.</summary>
internal sealed record StoredAudit(long Id, DateTimeOffset Time, string Who, string Action, string Target, string Detail);
