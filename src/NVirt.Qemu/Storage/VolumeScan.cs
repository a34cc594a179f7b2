using Microsoft.Win32.SafeHandles;
using NVirt.Domains.Storage;

namespace NVirt.Qemu.Storage;

/// <summary>
/// Finds the volumes of a pool: files and folders. Links, pipes, sockets and devices are none, and neither is what cannot be opened.
/// </summary>
internal static class VolumeScan
{
    private const string FileSystemsOwn = "lost+found";

    /// <summary>All volumes in a folder, by their names.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="came">Is told of each.</param>
    public static Dictionary<string, Volume> All(PoolFolder folder, Action came)
    {
        Dictionary<string, Volume> volumes = new(StringComparer.Ordinal);
        foreach (string name in folder.Names().Where(n => n != FileSystemsOwn))
        {
            came();
            if (Look(folder, name) is { } volume)
            {
                volumes.Add(name, volume);
            }
        }

        return volumes;
    }

    /// <summary>The volume with a name; <see langword="null"/> if that is none.</summary>
    public static Volume? Look(PoolFolder folder, string name)
    {
        if (folder.StatusOf(name) is not { } status)
        {
            return null;
        }

        if (status.IsFolder)
        {
            return Volume.OfFolder(name);
        }

        using SafeFileHandle? file = status.IsFile ? folder.TryOpen(name) : null;
        return file is null ? null : OfFile(folder, name, file);
    }

    /// <summary>The volume with a name, by what is in its file; <see langword="null"/> if that cannot be read.</summary>
    public static Volume? OfFile(PoolFolder folder, string name, SafeFileHandle file)
    {
        try
        {
            ImageHeader header = ImageHeader.Of(ImageHeader.ReadBytes(file));
            return new Volume(name, StorageVolumeKind.File, header.Format, header.Details, Resolve(folder, header.Backing))
            {
                IsSpread = header.IsSpread,
            };
        }
        catch (IOException)
        {
            return null;
        }
    }

    // The name of a file is taken from the folder of the image; a colon before any slash means a protocol.
    private static BackingImage? Resolve(PoolFolder folder, BackingImage? backing) =>
        backing is null || backing.IsFile || backing.Path.Split('/')[0].Contains(':', StringComparison.Ordinal) ? backing
            : backing with { Path = folder.PathOf(backing.Path) };
}
