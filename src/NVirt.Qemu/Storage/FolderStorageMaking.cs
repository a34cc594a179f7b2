using NVirt.Domains.Storage;

namespace NVirt.Qemu.Storage;

/// <summary>Making volumes. Their pool stays active until they are made.</summary>
internal sealed partial class FolderStorage
{
    public async Task<StorageVolume> CreateVolumeAsync(
        Guid pool, string xml, bool isPreallocated = false, CancellationToken cancellation = default)
    {
        Pool found = _pools.Find(pool);
        VolumeDefinition volume = Reserve(found, xml, hasSource: false);
        return await FinishAsync(
            found, volume, () => new VolumeMaker(found.RequireActive(), volume, isPreallocated).MakeAsync(cancellation));
    }

    public async Task<StorageVolume> CopyVolumeAsync(
        Guid pool, string xml, StorageVolume source, bool isPreallocated = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        Pool found = _pools.Find(pool);
        using VolumeUse use = new(_pools.Find(source.Pool), source.Name);
        using ImageChain data = OpenChain(use);
        VolumeDefinition volume = Reserve(found, xml, hasSource: true);
        return await FinishAsync(found, volume, () =>
            new VolumeMaker(found.RequireActive(), volume, isPreallocated).CopyAsync(data, cancellation));
    }

    // From here on the name is taken.
    private static VolumeDefinition Reserve(Pool pool, string xml, bool hasSource)
    {
        return pool.Hold(() =>
        {
            PoolFolder folder = pool.RequireActive();
            VolumeDefinition volume = VolumeInterpreter.Parse(xml, hasSource, folder.Path);
            RequireName(pool, volume.Name, hasSource);
            pool.Volumes.Add(
                volume.Name,
                new Volume(volume.Name, StorageVolumeKind.File, ImageFormat.Raw, volume.Details, Backing: null) { IsUnfinished = true });
            pool.AddJob(1);
            return volume;
        });
    }

    private static void RequireName(Pool pool, string name, bool hasSource)
    {
        if (pool.Volumes.ContainsKey(name))
        {
            throw hasSource ? StorageRefusals.Of(StorageErrorKind.Internal, Messages.Storage_VolumeNameTaken, name)
                : StorageRefusals.Of(StorageErrorKind.VolumeExists, Messages.Storage_VolumeExists, name);
        }

        if (name.Contains('/', StringComparison.Ordinal))
        {
            throw StorageRefusals.Of(StorageErrorKind.InvalidState, Messages.Storage_VolumeNameSlash, name);
        }

        if (name is "." or "..")
        {
            throw StorageRefusals.Of(StorageErrorKind.InvalidState, Messages.Storage_PathExists, pool.RequireActive().PathOf(name));
        }

        if (!StoragePaths.IsVolumeName(name))
        {
            throw StorageRefusals.Of(StorageErrorKind.InvalidState, Messages.Storage_VolumeName, name);
        }
    }

    private static async Task<StorageVolume> FinishAsync(Pool pool, VolumeDefinition volume, Func<Task<Volume>> make)
    {
        Volume? made = null;
        try
        {
            made = await make();
        }
        finally
        {
            lock (pool)
            {
                pool.AddJob(-1);
                pool.Volumes.Remove(volume.Name);
                if (made is not null)
                {
                    pool.Volumes.Add(made.Name, made);
                }
            }
        }

        return pool.Describe(volume.Name);
    }
}
