using Microsoft.Win32.SafeHandles;
using NVirt.Domains.Storage;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Storage;

/// <summary>
/// Makes the files of volumes. A file is made first, and then written through what is open, so that it is this one whatever happens to its
/// name. One that cannot be finished is removed.
/// </summary>
/// <param name="folder">The pool's folder.</param>
/// <param name="volume">What is to be made.</param>
/// <param name="isPreallocated">Whether a qcow2 image gets all of its tables at once.</param>
internal sealed class VolumeMaker(PoolFolder folder, VolumeDefinition volume, bool isPreallocated)
{
    private const uint UsualMode = 0x180; // 0600

    private string Path => folder.PathOf(volume.Name);

    /// <summary>Refuses what cannot be made, before anything is.</summary>
    /// <exception cref="StorageException">It cannot.</exception>
    public void Check()
    {
        if (isPreallocated && volume.Format != ImageFormat.Qcow2)
        {
            throw StorageRefusals.Of(StorageErrorKind.Unsupported, Messages.Storage_Preallocation, volume.Format.Name);
        }

        if (volume.Backing is not { } backing)
        {
            return;
        }

        if (volume.Format.IsPlain)
        {
            throw StorageRefusals.Of(StorageErrorKind.NoSupport, Messages.Storage_BackingOfRaw, volume.Format.Name);
        }

        if (!File.Exists(backing.Path))
        {
            throw StorageRefusals.System(Messages.Storage_NoBacking, backing.Path, ErrorNumber.NoEntry);
        }
    }

    /// <summary>Makes an empty volume.</summary>
    public async Task<Volume> MakeAsync(CancellationToken cancellation)
    {
        Check();
        if (volume.Format == ImageFormat.Folder)
        {
            folder.MakeFolder(volume.Name, volume.Permissions);
            return Volume.OfFolder(volume.Name);
        }

        ulong capacity = volume.Capacity ?? 0;
        await WriteAsync(capacity, file => volume.Format == ImageFormat.Raw
            ? Task.CompletedTask
            : ImageProgram.CreateAsync(PrivateFolder.PathFor(file), volume, capacity, isPreallocated, cancellation));
        return Made();
    }

    /// <summary>Makes a volume with the data of another.</summary>
    /// <param name="data">The other.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Volume> CopyAsync(ImageChain data, CancellationToken cancellation)
    {
        Check();
        if (volume.Format == ImageFormat.Folder || volume.Backing is not null)
        {
            throw StorageRefusals.Of(StorageErrorKind.NoSupport, Messages.Storage_CopyTo, volume.Format.Name);
        }

        ulong least = data.Top.Info.Capacity;
        ulong capacity = Math.Max(volume.Capacity ?? 0, least);
        await WriteAsync(capacity, async file =>
        {
            string target = PrivateFolder.PathFor(file);
            await ImageProgram.ConvertAsync(data.ForProgram, target, volume, capacity, isPreallocated, cancellation);
            if (!volume.Format.IsPlain && capacity > least)
            {
                await ImageProgram.ResizeAsync(target, volume.Format, capacity, isShrinking: false, cancellation);
            }
        });
        return Made();
    }

    private Volume Made() => new(volume.Name, StorageVolumeKind.File, volume.Format, volume.Details, volume.Backing);

    private async Task WriteAsync(ulong capacity, Func<SafeFileHandle, Task> write)
    {
        using SafeFileHandle file = StoragePatience.Of(volume.Name, () => folder.MakeFile(volume.Name));
        try
        {
            await write(file);
            if (volume.Format == ImageFormat.Raw)
            {
                Allocate(file, (long)capacity, (long)(volume.Allocation ?? capacity));
            }

            PoolFolder.SetPermissions(file, Path, volume.Permissions, UsualMode);
        }
        catch (Exception e)
        {
            folder.Remove(volume.Name, isFolder: false);
            throw e is IOException ? new StorageException(StorageErrorKind.Failed, Text.Of(Messages.Storage_NotWritten, Path, e.Message), e)
                : e;
        }
    }

    private void Allocate(SafeFileHandle file, long capacity, long allocation)
    {
        if (RandomAccess.GetLength(file) < capacity)
        {
            RandomAccess.SetLength(file, capacity);
        }

        ImageFile.Allocate(file, Path, 0, allocation);
    }
}
