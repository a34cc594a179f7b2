using NVirt.Domains.Driver;
using NVirt.Domains.Storage;

namespace NVirt.Qemu.Storage;

/// <summary>
/// Pools that are folders. Definitions are saved, and so is which pools are active, so that a daemon that starts anew finds them. Only one
/// process may change pools; others may ask where a volume is. Safe for use by several threads.
/// </summary>
internal sealed partial class FolderStorage : IStorageDriver, IDisposable
{
    private readonly PoolStore _store;
    private readonly PoolTable _pools = new();
    private readonly PoolWatch _watch = new();

    public FolderStorage(PoolStore store)
    {
        _store = store;
        foreach (PoolDefinition definition in store.All())
        {
            Add(definition, isPersistent: true);
        }

        Resume();
    }

    public IDisposable Watch(Action<StoragePoolEvent> listener) => _watch.Add(listener);

    public void Dispose()
    {
        foreach (Pool pool in _pools.All())
        {
            pool.Folder?.Dispose();
        }
    }

    // Once after the host was started, the pools that are marked; later, those that were active.
    private void Resume()
    {
        bool isFirst = !_store.IsOfThisBoot;
        PoolDefinition[] active = [.. _store.Active()];
        if (isFirst)
        {
            _store.BeginBoot();
            active = [.. _pools.All().Where(p => p.IsAutostart).Select(p => p.Definition)];
        }

        foreach (PoolDefinition definition in active)
        {
            if (Add(definition, isPersistent: false) is { } pool)
            {
                TryStart(pool);
            }
        }
    }

    private Pool? Add(PoolDefinition definition, bool isPersistent)
    {
        try
        {
            (Pool pool, bool isNew) = _pools.FindOrAdd(definition);
            pool.IsPersistent |= isPersistent;
            pool.IsAutostart = pool.IsPersistent && _store.IsAutostart(pool.Name);
            if (!isNew && pool.Definition != definition)
            {
                (pool.Definition, pool.Next) = (definition, pool.Definition);
            }

            return pool;
        }
        catch (StorageException)
        {
            // Somebody has changed the files, so that two pools have the same folder or UUID: the first one stays.
            return null;
        }
    }

    private void TryStart(Pool pool)
    {
        try
        {
            pool.Touch(came => Start(pool, came));
        }
        catch (Exception e) when (e is StorageException or DomainException)
        {
            // Its folder is gone, or cannot be read; or the state folder is full. The other pools do not depend on it.
            Settle(pool);
        }
    }

    private void Start(Pool pool, Action came)
    {
        PoolFolder folder = PoolFolder.Open(pool.Definition.Path);
        try
        {
            pool.Volumes = VolumeScan.All(folder, came);
            _store.NoteActive(pool.Definition);
            pool.Folder = folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    // A pool that is not active any more is what it was last defined as, or nothing.
    private void Settle(Pool pool)
    {
        if (!pool.IsPersistent)
        {
            _pools.Remove(pool);
        }
        else if (pool.Next is { } next)
        {
            (pool.Definition, pool.Next) = (next, null);
        }
    }
}
