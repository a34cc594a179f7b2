namespace NVirt.Domains.Storage;

/// <summary>
/// Pools of volumes: the disks of guests, in a place that the host knows. A pool is defined, built, started, and then its volumes can be
/// listed, made and used. The volumes of a pool are those that were found when it was started or refreshed last, and those that were made
/// since. Safe for use by several threads. Whatever fails throws a <see cref="StorageException"/>.
/// </summary>
public interface IStorageDriver
{
    /// <summary>Which kinds of pools and formats of volumes there are, as XML.</summary>
    public string GetCapabilities();

    /// <summary>Looks for what pools of a kind could be made of, and describes it as XML.</summary>
    /// <param name="kind">The kind, for example <c>dir</c>.</param>
    public string FindSources(string kind);

    /// <summary>All pools, by name.</summary>
    public IReadOnlyList<StoragePoolSummary> ListPools();

    /// <summary>The pool with a name.</summary>
    public StoragePoolSummary FindPool(string name);

    /// <summary>The pool with a UUID.</summary>
    public StoragePoolSummary FindPool(Guid uuid);

    /// <summary>The active pool whose volumes are in a folder.</summary>
    public StoragePoolSummary FindPoolByPath(string path);

    /// <summary>The space that a pool has.</summary>
    public StorageSpace GetSpace(Guid pool);

    /// <summary>A pool as XML.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="isInactive">Whether what is kept is meant, not what is active.</param>
    public string GetPoolDocument(Guid pool, bool isInactive = false);

    /// <summary>Defines a pool, or replaces its definition.</summary>
    public StoragePoolSummary DefinePool(string xml);

    /// <summary>Starts a pool without keeping its definition.</summary>
    /// <param name="xml">The pool.</param>
    /// <param name="isBuilt">Whether its folder is made first.</param>
    public StoragePoolSummary CreatePool(string xml, bool isBuilt = false);

    /// <summary>Makes the folder of a pool.</summary>
    public void BuildPool(Guid pool);

    /// <summary>Starts a pool.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="isBuilt">Whether its folder is made first.</param>
    public void StartPool(Guid pool, bool isBuilt = false);

    /// <summary>Stops a pool; its volumes stay as they are.</summary>
    public void StopPool(Guid pool);

    /// <summary>Removes the folder of a pool, which must be empty.</summary>
    public void DeletePool(Guid pool);

    /// <summary>Removes the definition of a pool; its volumes stay as they are.</summary>
    public void UndefinePool(Guid pool);

    /// <summary>Looks for the volumes of a pool anew.</summary>
    public void RefreshPool(Guid pool);

    /// <summary>Sets whether a pool is started with its host.</summary>
    public void SetAutostart(Guid pool, bool isAutostart);

    /// <summary>The volumes of a pool, by name.</summary>
    public IReadOnlyList<StorageVolume> ListVolumes(Guid pool);

    /// <summary>The volume of a pool with a name.</summary>
    public StorageVolume FindVolume(Guid pool, string name);

    /// <summary>The volume with a path, in any active pool.</summary>
    public StorageVolume FindVolumeByPath(string path);

    /// <summary>The volume with a key, in any active pool.</summary>
    public StorageVolume FindVolumeByKey(string key);

    /// <summary>The size of a volume.</summary>
    /// <param name="pool">The name of its pool.</param>
    /// <param name="name">Its name.</param>
    public StorageVolumeInfo GetVolumeInfo(string pool, string name);

    /// <summary>A volume as XML.</summary>
    /// <param name="pool">The name of its pool.</param>
    /// <param name="name">Its name.</param>
    public string GetVolumeDocument(string pool, string name);

    /// <summary>Makes a volume.</summary>
    /// <param name="pool">Its pool.</param>
    /// <param name="xml">The volume.</param>
    /// <param name="isPreallocated">Whether a qcow2 image gets all of its tables at once.</param>
    /// <param name="cancellation">Gives up, and removes what was made.</param>
    public Task<StorageVolume> CreateVolumeAsync(
        Guid pool, string xml, bool isPreallocated = false, CancellationToken cancellation = default);

    /// <summary>Makes a volume with the data of another.</summary>
    /// <param name="pool">Its pool.</param>
    /// <param name="xml">The volume.</param>
    /// <param name="source">Where the data is.</param>
    /// <param name="isPreallocated">Whether a qcow2 image gets all of its tables at once.</param>
    /// <param name="cancellation">Gives up, and removes what was made.</param>
    public Task<StorageVolume> CopyVolumeAsync(
        Guid pool, string xml, StorageVolume source, bool isPreallocated = false, CancellationToken cancellation = default);

    /// <summary>Deletes a volume with its data.</summary>
    /// <param name="pool">The name of its pool.</param>
    /// <param name="name">Its name.</param>
    public void DeleteVolume(string pool, string name);

    /// <summary>Changes the capacity of a volume.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="capacity">The capacity, or by how much it changes, in bytes.</param>
    /// <param name="options">How; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task ResizeVolumeAsync(
        StorageVolume volume, ulong capacity, StorageResizeOptions? options = null, CancellationToken cancellation = default);

    /// <summary>Overwrites a volume with zeros.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="cancellation">Gives up half-way.</param>
    public Task WipeVolumeAsync(StorageVolume volume, CancellationToken cancellation = default);

    /// <summary>Opens a part of a volume's file for reading.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="offset">Where the part begins.</param>
    /// <param name="length">How long it is; 0 for all that follows.</param>
    public Stream OpenToRead(StorageVolume volume, ulong offset, ulong length);

    /// <summary>Opens a part of a volume's file for writing. What the volume is now is looked at when the stream is closed.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="offset">Where the part begins.</param>
    /// <param name="length">How long it is; 0 for no limit.</param>
    public Stream OpenToWrite(StorageVolume volume, ulong offset, ulong length);

    /// <summary>Tells a listener what happens to pools, until the result is disposed of.</summary>
    public IDisposable Watch(Action<StoragePoolEvent> listener);
}
