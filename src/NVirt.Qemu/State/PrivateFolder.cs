using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using NVirt.Cpu.Probe.Linux;
using NVirt.Domains.Driver;
using NVirt.Xml;

namespace NVirt.Qemu.State;

/// <summary>
/// A folder that belongs to this user alone, held open: operations apply to this very folder, wherever its path leads by now. Links
/// in it are not followed, and nothing that is opened makes anybody wait. Safe for use by several threads.
/// </summary>
internal sealed class PrivateFolder : IDisposable
{
    private const uint OnlyOwner = 0x180; // 0600
    private const uint OnlyOwnerFolder = 0x1C0; // 0700
    private const uint ThroughGroup = 0x1C8; // 0710
    private const uint OwnerAndGroup = 0x1B0; // 0660
    private const uint Unchanged = uint.MaxValue;

    // Files left over after a crash begin like this, and are ignored.
    private const string Mark = ".new-";

    private readonly SafeFileHandle _handle;

    private readonly Func<SafeHandle, int> _sync;

    private PrivateFolder(SafeFileHandle handle, string path, Func<SafeHandle, int> sync)
    {
        _handle = handle;
        _sync = sync;
        Path = path;
    }

    /// <summary>Its path when it was opened, without links.</summary>
    public string Path { get; }

    /// <summary>Opens a folder by its path, which may contain links; missing folders are created.</summary>
    /// <param name="path">The path.</param>
    /// <param name="sync">How files and folders are flushed to disk; <see langword="null"/> for the kernel's way.</param>
    /// <exception cref="DomainException">It cannot be created or opened, or others own it or may write to it.</exception>
    public static PrivateFolder Open(string path, Func<SafeHandle, int>? sync = null)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException();
        }

        Make(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)));
        SafeFileHandle handle = new(Kernel.Open(path, OpenFlags.Careful | OpenFlags.Folder), ownsHandle: true);
        if (handle.IsInvalid)
        {
            throw Failure(path, Marshal.GetLastPInvokeError());
        }

        string real = new FileInfo(Through(handle)).LinkTarget ?? path;
        FolderRights.Require(handle, real, mayBeShared: true);
        FolderRights.RequireAbove(real);
        return new PrivateFolder(handle, real, sync ?? Kernel.Sync);
    }

    /// <summary>Opens a subfolder; a missing one is created.</summary>
    public PrivateFolder Enter(string name)
    {
        if (TryEnter(name) is { } there)
        {
            return there;
        }

        if (TryMake(_handle, Checked(name)) is var error && error is not (0 or ErrorNumber.Exists))
        {
            throw Failure(PathOf(name), error);
        }

        return TryEnter(name) ?? throw Failure(PathOf(name), ErrorNumber.NoEntry);
    }

    /// <summary>Opens a subfolder; <see langword="null"/> if there is none.</summary>
    public PrivateFolder? TryEnter(string name)
    {
        SafeFileHandle? handle = TryOpenRaw(name, OpenFlags.Read | OpenFlags.Folder);
        if (handle is null)
        {
            return null;
        }

        FolderRights.Require(handle, PathOf(name), mayBeShared: false);
        return new PrivateFolder(handle, PathOf(name), _sync);
    }

    /// <summary>The names of its entries, except unfinished files.</summary>
    public IEnumerable<string> Names() => Entries().Where(n => !n.StartsWith(Mark, StringComparison.Ordinal));

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The status of an entry; <see langword="null"/> if there is none.</summary>
    public FileStatus? StatusOf(string name) => FileStatus.In(_handle, Checked(name));

    /// <summary>Opens a file; <see langword="null"/> if there is none.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="flags">The flags, from <see cref="OpenFlags"/>. Only the owner can read what is created.</param>
    /// <exception cref="DomainException">It is a link, a pipe or anything else than a file, or it cannot be opened.</exception>
    public SafeFileHandle? TryOpen(string name, int flags)
    {
        SafeFileHandle? file = TryOpenRaw(name, flags);
        if (file is null)
        {
            return null;
        }

        FileStatus status = FileStatus.Of(file);

        // A second name may belong to something else that this user owns.
        bool isOurs = status.IsFile
            && ((flags & (OpenFlags.Write | OpenFlags.ReadWrite)) == 0 || (status.Owner == LinuxSystem.EffectiveUser && status.Links <= 1));
        if (!isOurs)
        {
            file.Dispose();
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.State_NotAFile, PathOf(name)));
        }

        if ((flags & OpenFlags.Create) != 0)
        {
            _ = Kernel.SetMode(file, OnlyOwner);
        }

        return file;
    }

    /// <summary>Opens a file, or creates it.</summary>
    public SafeFileHandle OpenOrMake(string name, int flags) =>
        TryOpen(name, flags | OpenFlags.Create) ?? throw Failure(PathOf(name), ErrorNumber.NoEntry);

    /// <summary>The content of a file; <see langword="null"/> if there is none.</summary>
    /// <exception cref="DomainException">It is not a file, cannot be read, or is longer than allowed.</exception>
    public byte[]? Read(string name, int maxBytes)
    {
        using SafeFileHandle? file = TryOpen(name, OpenFlags.Read);
        if (file is null)
        {
            return null;
        }

        long length = RandomAccess.GetLength(file);
        if (length > maxBytes)
        {
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.State_TooLong, PathOf(name), length, maxBytes));
        }

        byte[] bytes = new byte[length];
        int count = 0;
        while (count < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(count), count) is > 0 and var read)
        {
            count += read;
        }

        return count == bytes.Length ? bytes : bytes[..count];
    }

    /// <summary>
    /// Writes a file that only this user can read: a reader finds the old text or the new one, whatever happens meanwhile.
    /// </summary>
    /// <param name="name">The file.</param>
    /// <param name="text">Its content.</param>
    /// <param name="isLasting">
    /// Whether it must survive a power failure. What is undone after one anyway need not, and waiting for a disk takes longer than
    /// anything else that we do during a start.
    /// </param>
    public void Write(string name, ReadOnlySpan<byte> text, bool isLasting = true)
    {
        string temporary = Mark + System.IO.Path.GetRandomFileName();
        try
        {
            using (SafeFileHandle file = OpenOrMake(temporary, OpenFlags.Write | OpenFlags.New))
            {
                RandomAccess.Write(file, text, fileOffset: 0);
                if (isLasting && _sync(file) != 0)
                {
                    throw Failure(PathOf(name), Marshal.GetLastPInvokeError());
                }
            }

            Rename(temporary, name);
            if (isLasting)
            {
                // The folder's entry must reach the disk, too.
                _ = _sync(_handle);
            }
        }
        catch (Exception e)
        {
            _ = Kernel.RemoveAt(_handle, temporary, 0);
            throw e is IOException or UnauthorizedAccessException
                ? new DomainException(DomainErrorKind.Failed, Text.Of(Messages.State_Failure, PathOf(name), e.Message), e) : e;
        }
    }

    public void Rename(string name, string newName)
    {
        if (Kernel.RenameAt(_handle, Checked(name), _handle, Checked(newName)) != 0)
        {
            throw Failure(PathOf(newName), Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Removes a file, if it is there.</summary>
    /// <param name="name">The file, a link or a pipe as well.</param>
    /// <param name="isLasting">Whether the removal must survive a power failure.</param>
    public void Delete(string name, bool isLasting = true)
    {
        if (Kernel.RemoveAt(_handle, Checked(name), 0) != 0 && Marshal.GetLastPInvokeError() is var error && error != ErrorNumber.NoEntry)
        {
            throw Failure(PathOf(name), error);
        }

        if (isLasting)
        {
            _ = _sync(_handle);
        }
    }

    /// <summary>Removes a subfolder with everything in it, the given file first. Whoever made things in it, no link is followed.</summary>
    public void DeleteFolder(string name, string first)
    {
        using SafeFileHandle? folder = TryOpenRaw(name, OpenFlags.Read | OpenFlags.Folder);
        if (folder is null)
        {
            return;
        }

        _ = Kernel.RemoveAt(folder, Checked(first), 0);
        Empty(folder);
        if (Kernel.RemoveAt(_handle, Checked(name), Kernel.RemoveFolder) != 0 && Marshal.GetLastPInvokeError() is var error
            && error != ErrorNumber.NoEntry)
        {
            throw Failure(PathOf(name), error);
        }
    }

    /// <summary>Lets a group through to what it may use in this folder.</summary>
    public void OpenTo(uint group) => Give(_handle, Path, Unchanged, group, ThroughGroup);

    /// <summary>Gives a file or a pipe to a group, for reading and writing.</summary>
    public void GiveFile(string name, uint group)
    {
        using SafeFileHandle? file = TryOpenRaw(name, OpenFlags.ReadWrite);
        if (file is not null)
        {
            Give(file, PathOf(name), Unchanged, group, OwnerAndGroup);
        }
    }

    /// <summary>Makes a subfolder for another user alone.</summary>
    public void MakeFor(string name, uint user, uint group)
    {
        using SafeFileHandle? folder = TryMake(_handle, Checked(name)) is 0 or ErrorNumber.Exists
            ? TryOpenRaw(name, OpenFlags.Read | OpenFlags.Folder) : null;
        Give(folder ?? throw Failure(PathOf(name), ErrorNumber.NoEntry), PathOf(name), user, group, OnlyOwnerFolder);
    }

    /// <summary>Creates a pipe that only this user can use.</summary>
    public void MakePipe(string name)
    {
        if (Kernel.MakePipeAt(_handle, Checked(name), OnlyOwner) != 0 || Kernel.SetModeAt(_handle, name, OnlyOwner, 0) != 0)
        {
            throw Failure(PathOf(name), Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Opens a pipe for writing; <see langword="null"/> as long as nobody reads from it.</summary>
    public SafeFileHandle? TryOpenPipe(string name)
    {
        SafeFileHandle file =
            new(Kernel.OpenAt(_handle, Checked(name), OpenFlags.Write | OpenFlags.NoLink | OpenFlags.Careful, 0), ownsHandle: true);
        if (file.IsInvalid)
        {
            return Marshal.GetLastPInvokeError() is var error && error == ErrorNumber.NoReader ? null : throw Failure(PathOf(name), error);
        }

        if (!FileStatus.Of(file).IsPipe)
        {
            file.Dispose();
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.State_NotAPipe, PathOf(name)));
        }

        return file;
    }

    /// <summary>Removes what killed writers left behind. The caller has the lock for writing in the folder.</summary>
    public void Tidy()
    {
        foreach (string name in Entries().Where(n => n.StartsWith(Mark, StringComparison.Ordinal)).ToArray())
        {
            Delete(name, isLasting: false);
        }
    }

    /// <summary>Lets the kernel tell of changes in this very folder.</summary>
    /// <param name="queue">Where to; opened by <see cref="Kernel.OpenChanges"/>.</param>
    /// <returns>Whether it does.</returns>
    public bool TryFollow(SafeHandle queue) => Kernel.AddChanges(queue, Through(_handle), Kernel.AllChanges | Kernel.RightsChange) >= 0;

    public void Dispose() => _handle.Dispose();

    /// <summary>A path through which a child process opens the same file, whatever happens to its name.</summary>
    public static string PathFor(SafeFileHandle file) => Text.Of("/proc/{0}/fd/{1}", Environment.ProcessId, file.DangerousGetHandle());

    // Including missing parents.
    private static void Make(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        string above = System.IO.Path.GetDirectoryName(path)!;
        Make(above);
        using SafeFileHandle folder = new(Kernel.Open(above, OpenFlags.Careful | OpenFlags.Folder | OpenFlags.Place), ownsHandle: true);
        int error = folder.IsInvalid ? Marshal.GetLastPInvokeError() : TryMake(folder, System.IO.Path.GetFileName(path));
        if (error is not (0 or ErrorNumber.Exists))
        {
            throw new DomainException(error == ErrorNumber.Access ? DomainErrorKind.AccessDenied
                : DomainErrorKind.Failed, Text.Of(Messages.State_NotCreated, path, Marshal.GetPInvokeErrorMessage(error)));
        }
    }

    // The process's umask may remove any permission, even the owner's. An existing entry stays as it is.
    private static int TryMake(SafeFileHandle folder, string name) =>
        Kernel.MakeFolderAt(folder, name, OnlyOwnerFolder) == 0 && Kernel.SetModeAt(folder, name, OnlyOwnerFolder, 0) == 0
            ? 0
            : Marshal.GetLastPInvokeError();

    private static string Through(SafeFileHandle file) => Text.Of("/proc/self/fd/{0}", file.DangerousGetHandle());

    private static string Checked(string name) =>
        name is "" or "." or ".." || name.AsSpan().ContainsAny('/', '\0') ? throw new ArgumentException(name, nameof(name)) : name;

    private static DomainException Failure(string path, int error) => error == ErrorNumber.TooManyLinks
        ? new DomainException(DomainErrorKind.Failed, Text.Of(Messages.State_Link, path))
        : new DomainException(
            error == ErrorNumber.Access ? DomainErrorKind.AccessDenied : DomainErrorKind.Failed,
            Text.Of(Messages.State_Failure, path, Marshal.GetPInvokeErrorMessage(error)));

    private static void Give(SafeFileHandle file, string path, uint user, uint group, uint mode)
    {
        if (Kernel.SetOwner(file, user, group) != 0 || Kernel.SetMode(file, mode) != 0)
        {
            throw Failure(path, Marshal.GetLastPInvokeError());
        }
    }

    // However deep folders are in each other: what is in one comes up to the first.
    private static void Empty(SafeFileHandle folder)
    {
        int moved = 0;
        bool isLess = true;
        while (isLess)
        {
            isLess = false;
            foreach (string name in Entries(folder).ToArray())
            {
                isLess |= Kernel.RemoveAt(folder, name, 0) == 0
                    || (Marshal.GetLastPInvokeError() == ErrorNumber.IsAFolder && EmptyInto(folder, name, ref moved));
            }
        }
    }

    private static bool EmptyInto(SafeFileHandle folder, string name, ref int moved)
    {
        using (SafeFileHandle inner =
            new(Kernel.OpenAt(folder, name, OpenFlags.Read | OpenFlags.Folder | OpenFlags.NoLink | OpenFlags.Careful, 0), ownsHandle: true))
        {
            foreach (string inside in inner.IsInvalid ? [] : Entries(inner).ToArray())
            {
                if (Kernel.RemoveAt(inner, inside, 0) != 0 && Marshal.GetLastPInvokeError() == ErrorNumber.IsAFolder)
                {
                    _ = Kernel.RenameAt(inner, inside, folder, Text.Of("{0}{1}-{2}", Mark, moved++, System.IO.Path.GetRandomFileName()));
                }
            }
        }

        return Kernel.RemoveAt(folder, name, Kernel.RemoveFolder) == 0;
    }

    private static IEnumerable<string> Entries(SafeFileHandle folder) =>
        Directory.EnumerateFileSystemEntries(Through(folder)).Select(p => System.IO.Path.GetFileName(p));

    private IEnumerable<string> Entries() => Entries(_handle);

    private SafeFileHandle? TryOpenRaw(string name, int flags)
    {
        SafeFileHandle file =
            new(Kernel.OpenAt(_handle, Checked(name), flags | OpenFlags.NoLink | OpenFlags.Careful, OnlyOwner), ownsHandle: true);
        return !file.IsInvalid ? file
            : Marshal.GetLastPInvokeError() is var error && error == ErrorNumber.NoEntry ? null
            : error == ErrorNumber.NotAFolder && StatusOf(name)?.IsLink == true ? throw Failure(PathOf(name), ErrorNumber.TooManyLinks)
            : throw Failure(PathOf(name), error);
    }
}
