namespace NVirt.Domains;

/// <summary>Something that happened to a domain.</summary>
/// <param name="Time">When.</param>
/// <param name="Domain">Its name.</param>
/// <param name="Uuid">Its UUID.</param>
/// <param name="Kind">What.</param>
/// <param name="Detail">More, in a word of the driver's, for example <c>guest</c> for a shutdown that the guest began; <see langword="null"/> for nothing.</param>
public sealed record DomainEvent(DateTimeOffset Time, string Domain, Guid Uuid, DomainEventKind Kind, string? Detail = null);
