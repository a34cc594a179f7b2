namespace NVirt.Domains.Driver.Options;

/// <summary>Options of calls that change a domain.</summary>
public record DomainCallOptions
{
    /// <summary>
    /// How long to wait for somebody else who is changing the domain (then busy); <see langword="null"/> for the driver's default.
    /// </summary>
    public TimeSpan? Patience { get; init; }
}
