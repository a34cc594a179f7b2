using Microsoft.Win32.SafeHandles;
using NVirt.Domains.Storage;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Storage;

/// <summary>Changes of volumes.</summary>
internal sealed partial class FolderStorage
{
    private const int ZerosAtOnce = 1024 * 1024;

    public void DeleteVolume(string pool, string name)
    {
        Pool found = _pools.Find(pool);
        lock (found)
        {
            Volume volume = found.RequireFinished(name);
            PoolFolder folder = found.RequireActive();
            if (folder.StatusOf(name) is not null)
            {
                folder.Remove(name, volume.Kind == StorageVolumeKind.Folder);
            }

            found.Volumes.Remove(name);
        }
    }

    public async Task ResizeVolumeAsync(
        StorageVolume volume, ulong capacity, StorageResizeOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(volume);
        options ??= new StorageResizeOptions();
        using VolumeUse use = new(_pools.Find(volume.Pool), volume.Name);
        using ImageFile file = ImageFile.Open(use.Folder, use.Volume, OpenFlags.ReadWrite);
        StorageVolumeInfo info = file.Info;
        ulong wanted = CapacityOf(capacity, options, info, use.Folder);
        if (use.Volume.Format.IsPlain)
        {
            RandomAccess.SetLength(file.File, (long)wanted);
            if (options.IsAllocated)
            {
                ImageFile.Allocate(file.File, use.Folder.PathOf(volume.Name), 0, (long)wanted);
            }

            return;
        }

        if (options.IsAllocated)
        {
            throw new StorageException(StorageErrorKind.OperationUnsupported, Messages.Storage_OnlyRawAllocated);
        }

        RequireKnown(use.Folder, use.Volume);
        await ImageProgram.ResizeAsync(file.PathForChild, use.Volume.Format, wanted, wanted < info.Capacity, cancellation);
    }

    public async Task WipeVolumeAsync(StorageVolume volume, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(volume);
        using VolumeUse use = new(_pools.Find(volume.Pool), volume.Name);
        using (ImageFile file = ImageFile.Open(use.Folder, use.Volume, OpenFlags.ReadWrite))
        {
            StorageVolumeInfo info = file.Info;
            if (info.Allocation < info.Physical)
            {
                // Holes stay holes.
                RandomAccess.SetLength(file.File, 0);
                RandomAccess.SetLength(file.File, (long)info.Physical);
            }
            else
            {
                await FillAsync(file.File, (long)info.Allocation, cancellation);
            }
        }

        use.LookAgain();
    }

    private static ulong CapacityOf(ulong number, StorageResizeOptions options, StorageVolumeInfo info, PoolFolder folder)
    {
        UInt128 wanted = !options.IsDelta ? number
            : options.IsShrinking ? info.Capacity - Math.Min(number, info.Capacity) : (UInt128)info.Capacity + number;
        return wanted < info.Allocation ? throw Refuse(Messages.Storage_BelowAllocation)
            : wanted < info.Capacity && !options.IsShrinking ? throw Refuse(Messages.Storage_BelowCapacity)
            : wanted > (UInt128)info.Capacity + folder.Space.Available
            ? throw new StorageException(StorageErrorKind.Failed, Messages.Storage_PoolFull)
            : (ulong)wanted;

        static StorageException Refuse(string text) => new(StorageErrorKind.InvalidArgument, text);
    }

    private static async Task FillAsync(SafeFileHandle file, long length, CancellationToken cancellation)
    {
        byte[] zeros = new byte[ZerosAtOnce];
        for (long done = 0; done < length; done += zeros.Length)
        {
            await RandomAccess.WriteAsync(file, zeros.AsMemory(0, (int)Math.Min(zeros.Length, length - done)), done, cancellation);
        }
    }
}
