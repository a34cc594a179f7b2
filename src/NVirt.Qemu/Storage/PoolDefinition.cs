namespace NVirt.Qemu.Storage;

/// <summary>A pool whose volumes are what is in a folder.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Uuid">Its UUID.</param>
/// <param name="Path">The path of the folder.</param>
/// <param name="Permissions">Who may use the folder; <see langword="null"/> for the defaults.</param>
internal sealed record PoolDefinition(string Name, Guid Uuid, string Path, StoragePermissions? Permissions);
