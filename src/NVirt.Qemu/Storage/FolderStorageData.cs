using Microsoft.Win32.SafeHandles;
using NVirt.Domains.Storage;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Storage;

/// <summary>The data of volumes.</summary>
internal sealed partial class FolderStorage
{
    public Stream OpenToRead(StorageVolume volume, ulong offset, ulong length) =>
        Open(volume, offset, length, OpenFlags.Read, _ => { });

    public Stream OpenToWrite(StorageVolume volume, ulong offset, ulong length) =>
        Open(volume, offset, length, OpenFlags.ReadWrite, LookAgain);

    private static void Claim(SafeFileHandle file, string path)
    {
        try
        {
            ImageLock.Claim(file, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static void LookAgain(VolumeUse use)
    {
        using (use)
        {
            use.LookAgain();
        }
    }

    private VolumeStream Open(StorageVolume volume, ulong offset, ulong length, int flags, Action<VolumeUse> end)
    {
        ArgumentNullException.ThrowIfNull(volume);
        if (offset > long.MaxValue || length > long.MaxValue - offset)
        {
            throw new StorageException(StorageErrorKind.Overflow, Text.Of(Messages.Storage_TooLarge, (UInt128)offset + length));
        }

        VolumeUse use = new(_pools.Find(volume.Pool), volume.Name, isHeld: false);
        SafeFileHandle file = StoragePatience.Of(volume.Name, () => use.Folder.TryOpen(volume.Name, flags)
            ?? throw StorageRefusals.System(Messages.Storage_NoStream, use.Folder.PathOf(volume.Name)));
        if (flags != OpenFlags.Read)
        {
            Claim(file, use.Folder.PathOf(volume.Name));
        }

        return new VolumeStream(file, (long)offset, length == 0 ? long.MaxValue - (long)offset : (long)length, () => end(use));
    }
}
