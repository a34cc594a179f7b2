namespace NVirt.Domains.Storage;

/// <summary>Something that happened to a pool.</summary>
/// <param name="Kind">What.</param>
/// <param name="Pool">The name of the pool.</param>
/// <param name="Uuid">Its UUID.</param>
public sealed record StoragePoolEvent(StoragePoolEventKind Kind, string Pool, Guid Uuid);
