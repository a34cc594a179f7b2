namespace NVirt.Remote.Migration;

/// <summary>
/// How long the ends of a migration wait for a daemon (migration-protocol.md, "Deadlines"). Sending has no limit as long as the daemon
/// gives signs of life.
/// </summary>
internal sealed record RemotePatience
{
    public static RemotePatience Usual { get; } = new();

    /// <summary>For the answer to "prepare".</summary>
    public TimeSpan Prepare { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>For the answer to "finish".</summary>
    public TimeSpan Finish { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For the answer to "finish" if the migration was cancelled meanwhile: it may arrive at any moment.</summary>
    public TimeSpan FinishCancelled { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For the answer to "abort".</summary>
    public TimeSpan Abort { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For a source that was told to stop sending, and for its last word.</summary>
    public TimeSpan Confirm { get; init; } = TimeSpan.FromSeconds(45);
}
