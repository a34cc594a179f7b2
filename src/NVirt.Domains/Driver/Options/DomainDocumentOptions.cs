namespace NVirt.Domains.Driver.Options;

/// <summary>Which document of a domain is wanted.</summary>
public sealed record DomainDocumentOptions
{
    /// <summary>The default options.</summary>
    public static DomainDocumentOptions Default { get; } = new();

    /// <summary>Whether to give the saved definition even if the domain runs, instead of the live document. Default: no.</summary>
    public bool IsInactive { get; init; }

    /// <summary>Whether passwords are included. Default: no.</summary>
    public bool IsSecure { get; init; }

    /// <summary>
    /// Whether another host can start the same guest from it: with the CPU that the guest has, and nothing that is valid only here.
    /// Default: no.
    /// </summary>
    public bool IsMigratable { get; init; }
}
