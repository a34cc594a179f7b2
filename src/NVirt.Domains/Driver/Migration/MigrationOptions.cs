using NVirt.Domains.Documents;
using NVirt.Domains.Driver.Options;

namespace NVirt.Domains.Driver.Migration;

/// <summary>How a guest is migrated.</summary>
public sealed record MigrationOptions : DomainCallOptions
{
    /// <summary>Whether the guest runs during the migration. Default: yes.</summary>
    public bool IsLive { get; init; } = true;

    /// <summary>Whether the destination saves the definition. Default: no.</summary>
    public bool IsPersistent { get; init; }

    /// <summary>Whether the source removes its definition. Default: no.</summary>
    public bool UndefinesSource { get; init; }

    /// <summary>Whether the guest stays paused at the destination. A paused guest stays paused in any case. Default: no.</summary>
    public bool StaysPaused { get; init; }

    /// <summary>
    /// The guest's document for the destination, which must have the same CPU; <see langword="null"/> for the same document.
    /// </summary>
    public DomainDocument? Document { get; init; }

    /// <summary>The name of the guest at the destination; <see langword="null"/> for the same.</summary>
    public string? Name { get; init; }

    /// <summary>Limit in MiB per second; <see langword="null"/> for the hypervisor's default.</summary>
    public uint? BandwidthMiB { get; init; }

    /// <summary>How long the guest may be stopped; <see langword="null"/> for the hypervisor's default.</summary>
    public TimeSpan? DowntimeLimit { get; init; }

    /// <summary>Time until <see cref="TimeoutSuspends"/> decides what happens; <see langword="null"/> for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether a timeout pauses the guest, so that the rest can be sent, instead of ending the migration. Default: no.</summary>
    public bool TimeoutSuspends { get; init; }

    /// <summary>Whether the guest is slowed down while it changes memory faster than it can be sent. Default: no.</summary>
    public bool AutoConverge { get; init; }
}
