using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using NVirt.Domains.Storage;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Storage;

/// <summary>The file of a volume, held open.</summary>
internal sealed class ImageFile : IDisposable
{
    private const ulong BlockSize = 512;

    private readonly PoolFolder _folder;
    private readonly Volume _volume;

    private ImageFile(PoolFolder folder, Volume volume, SafeFileHandle file)
    {
        _folder = folder;
        _volume = volume;
        File = file;
    }

    /// <summary>What is open.</summary>
    public SafeFileHandle File { get; }

    /// <summary>What the kernel knows of it.</summary>
    public FileStatus Status => FileStatus.Of(File);

    /// <summary>Its size.</summary>
    public StorageVolumeInfo Info
    {
        get
        {
            FileStatus status = Status;
            ulong length = (ulong)status.Size;
            ulong capacity = _volume.Format.IsPlain ? length : _volume.Format.CapacityOf(ImageHeader.ReadBytes(File)) ?? length;
            return new StorageVolumeInfo(StorageVolumeKind.File, capacity, (ulong)status.Blocks * BlockSize, length);
        }
    }

    /// <summary>A path through which a child process opens this very file.</summary>
    public string PathForChild => PrivateFolder.PathFor(File);

    /// <summary>Its path.</summary>
    public string Path => _folder.PathOf(_volume.Name);

    /// <summary>What is in it now.</summary>
    public Volume? Now => VolumeScan.OfFile(_folder, _volume.Name, File);

    /// <summary>Opens the file of a volume.</summary>
    /// <exception cref="StorageException">It cannot be opened, or is no file any more.</exception>
    public static ImageFile Open(PoolFolder folder, Volume volume, int flags = OpenFlags.Read) =>
        new(folder, volume, folder.OpenFile(volume.Name, flags));

    /// <summary>Takes space for a part of a file. File systems that cannot do that take it when it is written to.</summary>
    public static void Allocate(SafeFileHandle file, string path, long start, long length)
    {
        if (length > 0 && Kernel.Allocate(file, 0, start, length) != 0
            && Marshal.GetLastPInvokeError() is var error && error != ErrorNumber.NotSupported)
        {
            throw StorageRefusals.System(Messages.Storage_NoSpace, path, error);
        }
    }

    public void Dispose() => File.Dispose();
}
