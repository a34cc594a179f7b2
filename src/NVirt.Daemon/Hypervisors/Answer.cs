namespace NVirt.Daemon.Hypervisors;

/// <summary>An answer of a driver, with its document.</summary>
/// <param name="Value">The answer.</param>
/// <param name="Document">The same as XML.</param>
internal sealed record Answer<T>(T Value, string Document);
