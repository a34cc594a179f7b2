namespace NVirt.Domains.Driver.Events;

/// <summary>Something that happened to a domain.</summary>
/// <param name="Time">When it happened.</param>
/// <param name="Domain">Its name.</param>
/// <param name="Uuid">Its UUID.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Detail">How, or why.</param>
public sealed record DomainEvent(
    DateTimeOffset Time, string Domain, Guid Uuid, DomainEventKind Kind, DomainEventDetail Detail = DomainEventDetail.None)
{
    /// <summary>The number that the domain had; <see langword="null"/> if it was not running, or has ended.</summary>
    public uint? Id { get; init; }

    /// <summary>
    /// More in words: for a migration, the driver's name of the step; for missed events, the reason as a sentence. <see langword="null"/>
    /// for others.
    /// </summary>
    public string? Text { get; init; }
}
