namespace NVirt.Domains.Storage;

/// <summary>A pool, and what is known of it at once.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Uuid">Its UUID.</param>
/// <param name="IsActive">Whether it is started, so that its volumes can be used.</param>
/// <param name="IsPersistent">Whether its definition is kept when it is stopped.</param>
/// <param name="IsAutostart">Whether it is started with its host.</param>
public sealed record StoragePoolSummary(string Name, Guid Uuid, bool IsActive, bool IsPersistent, bool IsAutostart);
