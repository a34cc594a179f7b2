namespace NVirt.Domains.Driver.Options;

/// <summary>How a paused guest is resumed.</summary>
public sealed record DomainResumeOptions : DomainCallOptions
{
    /// <summary>
    /// Whether to resume it even if a migration left it paused because it may run at the destination. Otherwise that is refused
    /// (invalid state). It makes no difference for other guests. Default: no.
    /// </summary>
    public bool IsForced { get; init; }
}
