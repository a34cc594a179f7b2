namespace NVirt.Domains.Driver.Options;

/// <summary>How a guest is asked to shut down.</summary>
public sealed record DomainShutdownOptions : DomainCallOptions
{
    /// <summary>How long to wait until it has ended (then timed out); <see langword="null"/>, the default, means not to wait.</summary>
    public TimeSpan? Deadline { get; init; }
}
