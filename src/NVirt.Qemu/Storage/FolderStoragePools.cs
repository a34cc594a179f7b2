using NVirt.Domains.Storage;

namespace NVirt.Qemu.Storage;

/// <summary>Pools.</summary>
internal sealed partial class FolderStorage
{
    private static readonly StorageSpace NoSpace = new(0, 0, 0);

    public IReadOnlyList<StoragePoolSummary> ListPools() => [.. _pools.All().Select(p => p.Summary)];

    public StoragePoolSummary FindPool(string name) => _pools.Find(name).Summary;

    public StoragePoolSummary FindPool(Guid uuid) => _pools.Find(uuid).Summary;

    public StoragePoolSummary FindPoolByPath(string path)
    {
        string plain = StoragePaths.Plain(path);
        return Array.Find(_pools.All(), p => p.Folder?.Path == plain)?.Summary
            ?? throw StorageRefusals.Of(StorageErrorKind.NoPool, Messages.Storage_NoPoolPath, path);
    }

    public StorageSpace GetSpace(Guid pool)
    {
        Pool found = _pools.Find(pool);
        return found.Touch(_ => found.Folder?.Space ?? NoSpace);
    }

    public string GetPoolDocument(Guid pool, bool isInactive = false)
    {
        Pool found = _pools.Find(pool);
        return found.Touch(_ => isInactive && found.Next is { } next ? PoolWriter.Write(next, NoSpace)
            : found.Folder is { } folder
            ? PoolWriter.Write(found.Definition with { Permissions = StorageWriting.Of(folder.Status) }, folder.Space)
            : PoolWriter.Write(found.Definition, NoSpace));
    }

    public StoragePoolSummary DefinePool(string xml)
    {
        PoolDefinition definition = PoolInterpreter.Parse(xml);
        (Pool pool, _) = _pools.FindOrAdd(definition);
        pool.Hold(() =>
        {
            _store.Save(definition);
            pool.IsPersistent = true;
            if (pool.Folder is null)
            {
                pool.Definition = definition;
            }
            else if (pool.Definition != definition)
            {
                pool.Next = definition;
            }
        });

        _watch.Tell(StoragePoolEventKind.Defined, pool);
        return pool.Summary;
    }

    public StoragePoolSummary CreatePool(string xml, bool isBuilt = false)
    {
        PoolDefinition definition = PoolInterpreter.Parse(xml);
        (Pool pool, _) = _pools.FindOrAdd(definition);
        pool.Touch(came =>
        {
            pool.RequireInactive(Messages.Storage_ActiveAs);
            if (pool.IsPersistent && pool.Definition != definition)
            {
                (pool.Definition, pool.Next) = (definition, pool.Definition);
            }

            try
            {
                BuildAndStart(pool, isBuilt, came);
            }
            catch
            {
                Settle(pool);
                throw;
            }
        });

        _watch.Tell(StoragePoolEventKind.Started, pool);
        return pool.Summary;
    }

    public void BuildPool(Guid pool) => Change(pool, StoragePoolEventKind.Built, (found, _) =>
    {
        found.RequireInactive(Messages.Storage_AlreadyActive);
        FolderBuilder.Make(found.Definition);
    });

    public void StartPool(Guid pool, bool isBuilt = false) => Change(pool, StoragePoolEventKind.Started, (found, came) =>
    {
        found.RequireInactive(Messages.Storage_AlreadyActive);
        BuildAndStart(found, isBuilt, came);
    });

    public void StopPool(Guid pool) => Change(pool, StoragePoolEventKind.Stopped, (found, _) =>
    {
        PoolFolder folder = found.RequireActive();
        found.RequireIdle();
        _store.NoteStopped(found.Name);
        found.Folder = null;
        found.Volumes = [];
        folder.Dispose();
        Settle(found);
    });

    public void DeletePool(Guid pool) => Change(pool, StoragePoolEventKind.Deleted, (found, _) =>
    {
        found.RequireInactive(Messages.Storage_StillActive);
        FolderBuilder.Remove(found.Definition);
    });

    public void UndefinePool(Guid pool) => Change(pool, StoragePoolEventKind.Undefined, (found, _) =>
    {
        found.RequireInactive(Messages.Storage_StillActive);
        _store.Delete(found.Name);
        _pools.Remove(found);
    });

    public void RefreshPool(Guid pool) => Change(pool, StoragePoolEventKind.Refreshed, (found, came) =>
    {
        PoolFolder folder = found.RequireActive();
        found.RequireIdle();
        found.Volumes = VolumeScan.All(folder, came);
    });

    public void SetAutostart(Guid pool, bool isAutostart)
    {
        Pool found = _pools.Find(pool);
        found.Hold(() =>
        {
            if (!found.IsPersistent)
            {
                throw new StorageException(StorageErrorKind.Internal, Messages.Storage_NotPersistent);
            }

            _store.SetAutostart(found.Name, isAutostart);
            found.IsAutostart = isAutostart;
        });
    }

    private void BuildAndStart(Pool pool, bool isBuilt, Action came)
    {
        if (isBuilt)
        {
            FolderBuilder.Make(pool.Definition);
        }

        Start(pool, came);
    }

    private void Change(Guid uuid, StoragePoolEventKind kind, Action<Pool, Action> change)
    {
        Pool pool = _pools.Find(uuid);
        pool.Touch(came => change(pool, came));
        _watch.Tell(kind, pool);
    }
}
