namespace NVirt.Platforms;

/// <summary>The performance counters of a processor.</summary>
/// <param name="Version">The version of their architecture; 0 if there is none.</param>
/// <param name="General">How many count any event.</param>
/// <param name="Fixed">How many count one event each.</param>
public sealed record StatementCounters(uint Version, uint General, uint Fixed);
