namespace NVirt.Domains.Storage;

/// <summary>A volume, as it is named everywhere.</summary>
/// <param name="Pool">The name of its pool.</param>
/// <param name="Name">Its name in the pool.</param>
/// <param name="Path">Its path, which is also its key: no other volume has it.</param>
public sealed record StorageVolume(string Pool, string Name, string Path);
