using NVirt.Domains.Storage;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Storage;

/// <summary>Which volumes there are.</summary>
internal sealed partial class FolderStorage
{
    private const int MostBackings = 64;

    public IReadOnlyList<StorageVolume> ListVolumes(Guid pool)
    {
        Pool found = _pools.Find(pool);
        lock (found)
        {
            found.RequireActive();
            return [.. found.Volumes.Keys.Order(StringComparer.Ordinal).Select(found.Describe)];
        }
    }

    public StorageVolume FindVolume(Guid pool, string name)
    {
        Pool found = _pools.Find(pool);
        lock (found)
        {
            return found.Describe(found.Require(name).Name);
        }
    }

    public StorageVolume FindVolumeByPath(string path) =>
        Locate(path) ?? throw StorageRefusals.Of(StorageErrorKind.NoVolume, Messages.Storage_NoVolumePath, path);

    public StorageVolume FindVolumeByKey(string key) =>
        Locate(key) ?? throw StorageRefusals.Of(StorageErrorKind.NoVolume, Messages.Storage_NoVolumeKey, key);

    public StorageVolumeInfo GetVolumeInfo(string pool, string name) => Read(pool, name, (_, _, info, _) => info);

    public string GetVolumeDocument(string pool, string name) =>
        Read(pool, name, (folder, volume, info, status) => VolumeWriter.Write(volume, folder.PathOf(volume.Name), info, status));

    private T Read<T>(string pool, string name, Func<PoolFolder, Volume, StorageVolumeInfo, FileStatus, T> read)
    {
        Pool found = _pools.Find(pool);
        lock (found)
        {
            Volume volume = found.Require(name);
            PoolFolder folder = found.RequireActive();
            if (volume.Kind == StorageVolumeKind.Folder)
            {
                FileStatus status = folder.StatusOf(name)
                    ?? throw StorageRefusals.System(Messages.Storage_NoFile, folder.PathOf(name), ErrorNumber.NoEntry);
                return read(folder, volume, new StorageVolumeInfo(StorageVolumeKind.Folder, 0, 0, 0), status);
            }

            using ImageFile file = ImageFile.Open(folder, volume);
            return read(folder, volume, file.Info, file.Status);
        }
    }

    // What an image names as its base, and so on, comes from whoever wrote it: only volumes of active pools are read.
    private void RequireKnown(PoolFolder folder, Volume volume)
    {
        Volume? image = VolumeScan.Look(folder, volume.Name);
        for (int depth = 0; image?.Backing is { } backing; depth++)
        {
            StorageVolume? under = backing.IsFile && depth < MostBackings ? Locate(backing.Path) : null;
            if (under is null)
            {
                throw StorageRefusals.Of(StorageErrorKind.Unsupported, Messages.Storage_BackingElsewhere, backing.Path);
            }

            PoolFolder other = _pools.Find(under.Pool).RequireActive();
            image = VolumeScan.Look(other, under.Name);
        }
    }

    private StorageVolume? Locate(string path)
    {
        string plain = StoragePaths.Plain(path);
        int end = plain.LastIndexOf('/');
        if (end < 0)
        {
            return null;
        }

        foreach (Pool pool in _pools.All())
        {
            lock (pool)
            {
                if (pool.Folder?.Path == plain[..end] && pool.Volumes.TryGetValue(plain[(end + 1)..], out Volume? volume))
                {
                    return pool.Describe(volume.Name);
                }
            }
        }

        return null;
    }
}
