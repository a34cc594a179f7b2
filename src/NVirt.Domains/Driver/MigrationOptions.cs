namespace NVirt.Domains;

/// <summary>How a guest is moved.</summary>
public sealed record MigrationOptions
{
    /// <summary>Whether the guest runs meanwhile. Default: yes.</summary>
    public bool IsLive { get; init; } = true;

    /// <summary>Whether the destination keeps the definition. Default: no.</summary>
    public bool IsPersistent { get; init; }

    /// <summary>Whether the source forgets it. Default: no.</summary>
    public bool UndefinesSource { get; init; }

    /// <summary>Whether the guest stays paused at the destination. A guest that was paused stays so in any case. Default: no.</summary>
    public bool StaysPaused { get; init; }

    /// <summary>The document of the guest at the destination, which has to have the same CPU; <see langword="null"/> for the same document.</summary>
    public DomainDocument? Document { get; init; }

    /// <summary>The name of the guest at the destination; <see langword="null"/> for the same.</summary>
    public string? Name { get; init; }

    /// <summary>MiB a second that may be sent; <see langword="null"/> for the hypervisor's default.</summary>
    public uint? BandwidthMiB { get; init; }

    /// <summary>How long the guest may stand still, at most; <see langword="null"/> for the hypervisor's default.</summary>
    public TimeSpan? DowntimeLimit { get; init; }

    /// <summary>How long the migration may take until <see cref="TimeoutSuspends"/> says what; <see langword="null"/> for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether a time-out pauses the guest, so that the rest can be sent, rather than ending the migration. Default: no.</summary>
    public bool TimeoutSuspends { get; init; }

    /// <summary>Whether the guest is slowed down while it changes memory faster than it can be sent. Default: no.</summary>
    public bool AutoConverge { get; init; }
}
