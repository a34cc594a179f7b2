namespace NVirt.Domains.Driver.Options;

/// <summary>How a guest is ended.</summary>
public sealed record DomainDestroyOptions : DomainCallOptions
{
    /// <summary>How long the process may take to end cleanly; <see langword="null"/> for the driver's default.</summary>
    public TimeSpan? Grace { get; init; }

    /// <summary>
    /// Whether to give up if it does not end in that time, or if somebody else is working on it (both busy). Default: it is
    /// killed.
    /// </summary>
    public bool IsGraceful { get; init; }
}
