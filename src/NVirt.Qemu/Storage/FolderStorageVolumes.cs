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
        return found.Hold<IReadOnlyList<StorageVolume>>(() =>
        {
            found.RequireActive();
            return [.. found.Volumes.Keys.Order(StringComparer.Ordinal).Select(found.Describe)];
        });
    }

    public StorageVolume FindVolume(Guid pool, string name)
    {
        Pool found = _pools.Find(pool);
        return found.Hold(() => found.Describe(found.Require(name).Name));
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
        return found.Touch(_ =>
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
        });
    }

    // What an image names as its base, and so on, comes from whoever wrote it: only volumes of active pools are read.
    private ImageChain OpenChain(VolumeUse use, int flags = OpenFlags.Read) =>
        StoragePatience.Of(use.Volume.Name, () => OpenAll(use, flags));

    private ImageChain OpenAll(VolumeUse use, int flags)
    {
        ImageChain chain = new();
        try
        {
            ImageFile file = ImageFile.Open(use.Folder, use.Volume, flags);
            ImageFormat format = use.Volume.Format;
            while (true)
            {
                chain.Add(file, format);
                Volume? now = format.IsPlain ? null : file.Now;
                if (now is { IsSpread: true })
                {
                    throw StorageRefusals.Of(StorageErrorKind.Unsupported, Messages.Storage_Spread, file.Path);
                }

                if (now?.Backing is not { } backing)
                {
                    return chain;
                }

                (file, format) = OpenUnder(backing, chain.Count);
            }
        }
        catch
        {
            chain.Dispose();
            throw;
        }
    }

    private (ImageFile File, ImageFormat Format) OpenUnder(BackingImage backing, int depth)
    {
        StorageVolume? under = backing.IsFile && depth <= MostBackings ? Locate(backing.Path) : null;
        if (under is null)
        {
            throw StorageRefusals.Of(StorageErrorKind.Unsupported, Messages.Storage_BackingElsewhere, backing.Path);
        }

        using VolumeUse use = new(_pools.Find(under.Pool), under.Name);
        ImageFormat format = backing.Format is { } name ? ImageFormat.Find(name)! : use.Volume.Format;
        return (ImageFile.Open(use.Folder, use.Volume), format);
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
            // A pool whose folder hangs holds up nobody who asks for another.
            if (pool.Folder?.Path != plain[..end])
            {
                continue;
            }

            string name = plain[(end + 1)..];
            if (pool.Hold(() => pool.Folder?.Path == plain[..end] && pool.Volumes.ContainsKey(name) ? pool.Describe(name) : null)
                is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
