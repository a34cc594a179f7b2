using Microsoft.Win32.SafeHandles;
using NVirt.Domains.Storage;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Storage;

/// <summary>Changes of volumes.</summary>
internal sealed partial class FolderStorage
{
    private const int ZerosAtOnce = 1024 * 1024;

    // The longest file that there can be, in whole sectors.
    private const ulong MostBytes = long.MaxValue - 511;

    public void DeleteVolume(string pool, string name)
    {
        Pool found = _pools.Find(pool);
        found.Touch(_ =>
        {
            Volume volume = found.RequireFinished(name);
            PoolFolder folder = found.RequireActive();
            if (folder.StatusOf(name) is not null)
            {
                RequireUnused(folder, volume);
                folder.Remove(name, volume.Kind == StorageVolumeKind.Folder);
            }

            found.Volumes.Remove(name);
        });
    }

    public async Task ResizeVolumeAsync(
        StorageVolume volume, ulong capacity, StorageResizeOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(volume);
        options ??= new StorageResizeOptions();
        using VolumeUse use = new(_pools.Find(volume.Pool), volume.Name);
        using ImageChain chain = OpenChain(use, OpenFlags.ReadWrite);
        ImageFile file = chain.Top;
        StorageVolumeInfo info = file.Info;
        ulong wanted = CapacityOf(capacity, options, info, use.Folder);
        if (use.Volume.Format.IsPlain)
        {
            ImageLock.Claim(file.File, file.Path);
            RandomAccess.SetLength(file.File, (long)wanted);
            if (options.IsAllocated)
            {
                ImageFile.Allocate(file.File, file.Path, 0, (long)wanted);
            }

            return;
        }

        if (options.IsAllocated)
        {
            throw new StorageException(StorageErrorKind.OperationUnsupported, Messages.Storage_OnlyRawAllocated);
        }

        await ImageProgram.ResizeAsync(chain.ForProgram, use.Volume.Format, wanted, wanted < info.Capacity, cancellation);
    }

    public async Task WipeVolumeAsync(StorageVolume volume, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(volume);
        using VolumeUse use = new(_pools.Find(volume.Pool), volume.Name);
        using (ImageFile file = StoragePatience.Of(volume.Name, () => ImageFile.Open(use.Folder, use.Volume, OpenFlags.ReadWrite)))
        {
            ImageLock.Claim(file.File, file.Path);
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
            : wanted > UInt128.Min((UInt128)info.Capacity + folder.Space.Available, MostBytes)
            ? throw new StorageException(StorageErrorKind.Failed, Messages.Storage_PoolFull)
            : (ulong)wanted;

        static StorageException Refuse(string text) => new(StorageErrorKind.InvalidArgument, text);
    }

    // What cannot be opened for writing is written to by nobody.
    private static void RequireUnused(PoolFolder folder, Volume volume)
    {
        using SafeFileHandle? file = volume.Kind == StorageVolumeKind.File ? folder.TryOpen(volume.Name, OpenFlags.ReadWrite) : null;
        if (file is not null)
        {
            ImageLock.Claim(file, folder.PathOf(volume.Name));
        }
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
