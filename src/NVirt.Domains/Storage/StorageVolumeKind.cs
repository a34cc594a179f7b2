namespace NVirt.Domains.Storage;

/// <summary>What a volume is on the host.</summary>
public enum StorageVolumeKind
{
    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,
}
