namespace NVirt.Qemu.Migration;

/// <summary>How long the two ends of a migration wait for each other. A migration that goes on has no limit; silence has.</summary>
internal sealed record MigrationPatience
{
    public static MigrationPatience Usual { get; } = new();

    /// <summary>For the connection, until the other side has said what it is.</summary>
    public TimeSpan Greeting { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For the answer to "prepare": a QEMU is started for it, and perhaps asked for the first time.</summary>
    public TimeSpan Prepare { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>For the answer to "finish".</summary>
    public TimeSpan Finish { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For the answer to "finish" when the migration was cancelled meanwhile: it is on its way, and worth a moment.</summary>
    public TimeSpan FinishCancelled { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For the answer to "abort".</summary>
    public TimeSpan Abort { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Between two beats while state is sent.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For the answer to a beat.</summary>
    public TimeSpan BeatAnswer { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the destination does without a request, and for a reader of its answers.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);
}
