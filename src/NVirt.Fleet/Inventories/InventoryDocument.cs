namespace NVirt.Fleet.Inventories;

/// <summary>A document in memory that speaks of a host or a guest, as a file of a folder does. Immutable while its bytes are.</summary>
/// <param name="Name">The name of the host or guest; several of one name are one host seen by several truths.</param>
/// <param name="Content">The bytes, in any form that a file may have.</param>
/// <param name="Time">When it was made, in UTC; <see langword="null"/> if nothing says it.</param>
public sealed record InventoryDocument(string Name, ReadOnlyMemory<byte> Content, DateTimeOffset? Time = null);
