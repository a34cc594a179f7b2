namespace NVirt.Domains.Storage;

/// <summary>The size of a volume, in bytes.</summary>
/// <param name="Kind">What it is on the host.</param>
/// <param name="Capacity">What a guest sees.</param>
/// <param name="Allocation">What it takes on the host.</param>
/// <param name="Physical">The length of its file.</param>
public sealed record StorageVolumeInfo(StorageVolumeKind Kind, ulong Capacity, ulong Allocation, ulong Physical);
