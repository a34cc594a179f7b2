using NVirt.Domains.Driver;
using NVirt.Domains.Storage;
using NVirt.Xml;

namespace NVirt.Qemu.Storage;

/// <summary>Where the data of disks is whose source is a volume. What is saved of pools is enough to know that.</summary>
internal static class VolumeFiles
{
    /// <summary>The path of a volume.</summary>
    /// <exception cref="DomainException">The pool is not active, or has no such volume, or that is no file.</exception>
    public static string PathOf(PoolStore store, string pool, string volume)
    {
        if (store.FindActive(pool) is not { } active)
        {
            throw new DomainException(
                DomainErrorKind.InvalidState, Text.Of(Messages.Storage_NotActive, Text.OnOneLine(pool, 200)));
        }

        try
        {
            using PoolFolder folder = PoolFolder.Open(active.Path);
            return StoragePaths.IsVolumeName(volume) && volume is not ("." or "..") && folder.StatusOf(volume) is { IsFile: true }
                ? folder.PathOf(volume) : throw StorageRefusals.NoVolume(volume);
        }
        catch (StorageException e)
        {
            throw new DomainException(DomainErrorKind.Failed, e.Message, e);
        }
    }
}
