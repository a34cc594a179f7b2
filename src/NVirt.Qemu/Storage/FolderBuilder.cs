using Microsoft.Win32.SafeHandles;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Storage;

/// <summary>Makes and removes the folders of pools.</summary>
internal static class FolderBuilder
{
    private const uint UsualMode = 0x1C9; // 0711

    /// <summary>Makes a folder with those above it. One that is there stays, and gets the permissions that the pool names.</summary>
    public static void Make(PoolDefinition pool)
    {
        bool isThere = Directory.Exists(pool.Path);
        try
        {
            Directory.CreateDirectory(pool.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StorageRefusals.System(
                Messages.Storage_NotMade, pool.Path, e is UnauthorizedAccessException ? ErrorNumber.Access : ErrorNumber.Exists);
        }

        using SafeFileHandle folder = new(Kernel.Open(pool.Path, OpenFlags.Careful | OpenFlags.Folder), ownsHandle: true);
        if (folder.IsInvalid)
        {
            throw StorageRefusals.System(Messages.Storage_NoFolder, pool.Path);
        }

        PoolFolder.SetPermissions(folder, pool.Path, pool.Permissions, isThere ? null : UsualMode);
    }

    /// <summary>Removes a folder, which must be empty.</summary>
    public static void Remove(PoolDefinition pool)
    {
        using SafeFileHandle above = new(
            Kernel.Open(Path.GetDirectoryName(pool.Path)!, OpenFlags.Careful | OpenFlags.Folder | OpenFlags.Place), ownsHandle: true);
        if (above.IsInvalid || Kernel.RemoveAt(above, Path.GetFileName(pool.Path), Kernel.RemoveFolder) != 0)
        {
            throw StorageRefusals.System(Messages.Storage_PoolNotRemoved, pool.Path);
        }
    }
}
