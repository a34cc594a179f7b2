namespace NVirt.Domains.Driver.Options;

/// <summary>How a domain is started.</summary>
public sealed record DomainStartOptions : DomainCallOptions
{
    /// <summary>Whether it starts paused. Default: no.</summary>
    public bool IsPaused { get; init; }

    /// <summary>
    /// Whether it ends with the driver: when that is disposed of, or soon after the driver's process is killed. Default: no.
    /// </summary>
    public bool IsAutoDestroyed { get; init; }

    /// <summary>
    /// How long the hypervisor may take until it is ready (then timed out); <see langword="null"/> for the driver's default.
    /// </summary>
    public TimeSpan? Deadline { get; init; }
}
