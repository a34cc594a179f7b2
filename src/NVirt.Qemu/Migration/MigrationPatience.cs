namespace NVirt.Qemu.Migration;

/// <summary>How long the two ends of a migration wait for each other. A migration that makes progress has no limit; silence has.</summary>
internal sealed record MigrationPatience
{
    public static MigrationPatience Usual { get; } = new();

    /// <summary>For the connection, until the other side has introduced itself.</summary>
    public TimeSpan Greeting { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For the answer to "prepare": a QEMU is started for it, and may have to be probed first.</summary>
    public TimeSpan Prepare { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>For the answer to "finish".</summary>
    public TimeSpan Finish { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For the answer to "finish" if the migration was cancelled meanwhile: it may arrive at any moment.</summary>
    public TimeSpan FinishCancelled { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For the answer to "abort".</summary>
    public TimeSpan Abort { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Between two keep-alive requests while state is sent.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For the answer to a keep-alive request.</summary>
    public TimeSpan BeatAnswer { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the destination waits for a request, and for its answers to be read.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);
}
