namespace NVirt.Qemu.Qmp;

/// <summary>Limits of a QMP connection.</summary>
public sealed record QmpOptions
{
    /// <summary>
    /// How long to wait for the connection with its greeting, and for each answer; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest message accepted, in bytes; the longest that QEMU is known to send is its schema, with 0.2 MB.</summary>
    public int MaxMessageBytes { get; init; } = 16 << 20;

    /// <summary>How many events are kept for a reader; beyond that, the oldest are dropped and counted.</summary>
    public int MaxWaitingEvents { get; init; } = 1024;
}
