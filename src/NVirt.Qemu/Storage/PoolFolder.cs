using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using NVirt.Domains.Storage;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Storage;

/// <summary>
/// The folder of a pool, held open. Others may have put anything there: links are not followed, and nothing that is opened makes anybody
/// wait. Safe for use by several threads.
/// </summary>
internal sealed class PoolFolder : IDisposable
{
    private const uint OnlyOwner = 0x180; // 0600
    private const uint OnlyOwnerFolder = 0x1C0; // 0700
    private const uint Unchanged = uint.MaxValue;

    private readonly SafeFileHandle _handle;

    private PoolFolder(SafeFileHandle handle, string path)
    {
        _handle = handle;
        Path = path;
    }

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>What the kernel knows of it.</summary>
    /// <exception cref="StorageException">Its file system does not work.</exception>
    public FileStatus Status => Try(() => FileStatus.Of(_handle));

    /// <summary>The space of its file system.</summary>
    /// <exception cref="StorageException">Its file system does not work.</exception>
    public StorageSpace Space => Try(() =>
    {
        DriveInfo drive = new(PrivateFolder.PathFor(_handle));
        ulong capacity = (ulong)drive.TotalSize;
        ulong available = (ulong)drive.TotalFreeSpace;
        return new StorageSpace(capacity, capacity - available, available);
    });

    /// <summary>Opens a folder.</summary>
    /// <exception cref="StorageException">It is not there, is no folder, or cannot be opened.</exception>
    public static PoolFolder Open(string path)
    {
        SafeFileHandle handle = new(Kernel.Open(path, OpenFlags.Careful | OpenFlags.Folder), ownsHandle: true);
        return handle.IsInvalid ? throw StorageRefusals.System(Messages.Storage_NoFolder, path) : new PoolFolder(handle, path);
    }

    /// <summary>The names of its entries that clients can be told of.</summary>
    /// <exception cref="StorageException">Its file system does not work.</exception>
    public string[] Names() => Try(() => Directory.GetFileSystemEntries(PrivateFolder.PathFor(_handle))
        .Select(p => System.IO.Path.GetFileName(p)).Where(n => !StoragePaths.IsOdd(n)).Order(StringComparer.Ordinal).ToArray());

    public string PathOf(string name) => $"{(Path == "/" ? string.Empty : Path)}/{name}";

    /// <summary>The status of an entry, a link not followed; <see langword="null"/> if there is none.</summary>
    public FileStatus? StatusOf(string name) => FileStatus.In(_handle, Checked(name));

    /// <summary>Opens a file.</summary>
    /// <exception cref="StorageException">It is not there, is no file, or cannot be opened.</exception>
    public SafeFileHandle OpenFile(string name, int flags = OpenFlags.Read) =>
        TryOpen(name, flags) ?? throw StorageRefusals.System(Messages.Storage_NoFile, PathOf(name));

    /// <summary>Opens a file; <see langword="null"/> if it cannot be opened or is no file. The last error of the kernel says why.</summary>
    public SafeFileHandle? TryOpen(string name, int flags = OpenFlags.Read)
    {
        SafeFileHandle file =
            new(Kernel.OpenAt(_handle, Checked(name), flags | OpenFlags.NoLink | OpenFlags.Careful, OnlyOwner), ownsHandle: true);
        int error = file.IsInvalid ? Marshal.GetLastPInvokeError()
            : FileStatus.TryOf(file) is not { } status ? Marshal.GetLastPInvokeError()
            : status.IsFile ? 0
            : ErrorNumber.IsAFolder;
        if (error == 0)
        {
            return file;
        }

        file.Dispose();
        Marshal.SetLastPInvokeError(error);
        return null;
    }

    /// <summary>Makes a file that nobody else can use yet.</summary>
    /// <exception cref="StorageException">The name is taken, or it cannot be made.</exception>
    public SafeFileHandle MakeFile(string name) =>
        TryOpen(name, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.New) ?? throw NotMade(name);

    /// <summary>Makes a folder in it.</summary>
    /// <exception cref="StorageException">The name is taken, or it cannot be made.</exception>
    public void MakeFolder(string name, StoragePermissions? permissions)
    {
        if (Kernel.MakeFolderAt(_handle, Checked(name), OnlyOwnerFolder) != 0)
        {
            throw NotMade(name);
        }

        using SafeFileHandle made = new(
            Kernel.OpenAt(_handle, name, OpenFlags.NoLink | OpenFlags.Careful | OpenFlags.Folder, 0), ownsHandle: true);
        SetPermissions(made, PathOf(name), permissions, OnlyOwner);
    }

    /// <summary>Removes a file, or a folder that is empty.</summary>
    public void Remove(string name, bool isFolder)
    {
        if (Kernel.RemoveAt(_handle, Checked(name), isFolder ? Kernel.RemoveFolder : 0) != 0)
        {
            throw StorageRefusals.System(isFolder ? Messages.Storage_FolderNotRemoved : Messages.Storage_FileNotRemoved, PathOf(name));
        }
    }

    /// <summary>Sets who may use an open file or folder.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Its path, for the message.</param>
    /// <param name="permissions">Who may; <see langword="null"/> for the default.</param>
    /// <param name="mode">The default; <see langword="null"/> to leave it.</param>
    public static void SetPermissions(SafeFileHandle file, string path, StoragePermissions? permissions, uint? mode)
    {
        bool hasOwner = permissions is { Owner: not null } or { Group: not null };
        if (hasOwner && Kernel.SetOwner(file, permissions!.Owner ?? Unchanged, permissions.Group ?? Unchanged) != 0)
        {
            throw StorageRefusals.System(Messages.Storage_OwnerNotSet, path);
        }

        if ((permissions?.Mode ?? mode) is { } wanted && Kernel.SetMode(file, wanted) != 0)
        {
            throw StorageRefusals.System(Messages.Storage_ModeNotSet, path);
        }
    }

    public void Dispose() => _handle.Dispose();

    private T Try<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            throw new StorageException(
                StorageErrorKind.Failed, Text.Of(Messages.Storage_NotRead, Text.OnOneLine(Path, 200), Text.OnOneLine(e.Message, 200)), e);
        }
    }

    private static string Checked(string name) =>
        name is "" or "." or ".." || name.AsSpan().ContainsAny('/', '\0') ? throw new ArgumentException(name, nameof(name)) : name;

    private StorageException NotMade(string name) => Marshal.GetLastPInvokeError() is var error && error == ErrorNumber.Exists
        ? StorageRefusals.Of(StorageErrorKind.InvalidState, Messages.Storage_PathExists, PathOf(name))
        : StorageRefusals.System(Messages.Storage_NotMade, PathOf(name), error);
}
