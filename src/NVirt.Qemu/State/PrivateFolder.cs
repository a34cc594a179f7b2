using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Domains;

namespace NVirt.Qemu.State;

/// <summary>
/// A folder that belongs to this user alone, held open: what is done in it is done in this very folder, wherever its path leads by now. No
/// link in it is followed, and nothing that is opened makes anybody wait. Safe for use by several threads.
/// </summary>
internal sealed class PrivateFolder : IDisposable
{
    private const uint OnlyOwner = 0x180; // 0600
    private const uint OnlyOwnerFolder = 0x1C0; // 0700

    // What a crash leaves behind begins so, and is not read as anything.
    private const string Mark = ".new-";

    private readonly SafeFileHandle _handle;

    private readonly Func<SafeHandle, int> _sync;

    private PrivateFolder(SafeFileHandle handle, string path, Func<SafeHandle, int> sync)
    {
        _handle = handle;
        _sync = sync;
        Path = path;
    }

    /// <summary>Where it was when it was opened, without links.</summary>
    public string Path { get; }

    /// <summary>Opens a folder by its path, which may lead over links; what is missing is made.</summary>
    /// <param name="path">The path.</param>
    /// <param name="sync">How a file or folder is made to reach the disk; <see langword="null"/> for the kernel's way.</param>
    /// <exception cref="DomainException">It cannot be made or opened, or others own it or may write in it.</exception>
    public static PrivateFolder Open(string path, Func<SafeHandle, int>? sync = null)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException();
        }

        try
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.State_NotCreated, path, e.Message), e);
        }

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

    /// <summary>Opens a folder in it; one that is missing is made.</summary>
    public PrivateFolder Enter(string name)
    {
        if (TryEnter(name) is { } there)
        {
            return there;
        }

        if (Kernel.MakeFolderAt(_handle, Checked(name), OnlyOwnerFolder) != 0 && Marshal.GetLastPInvokeError() is var error && error != ErrorNumber.Exists)
        {
            throw Failure(PathOf(name), error);
        }

        PrivateFolder made = TryEnter(name) ?? throw Failure(PathOf(name), ErrorNumber.NoEntry);
        _ = Kernel.SetMode(made._handle, OnlyOwnerFolder);
        return made;
    }

    /// <summary>Opens a folder in it; <see langword="null"/> if there is none.</summary>
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

    /// <summary>The names of what is in it, unfinished files excepted.</summary>
    public IEnumerable<string> Names() => Entries().Where(n => !n.StartsWith(Mark, StringComparison.Ordinal));

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>What a name stands for; <see langword="null"/> if there is nothing of it.</summary>
    public FileStatus? StatusOf(string name) => FileStatus.In(_handle, Checked(name));

    /// <summary>Opens a file; <see langword="null"/> if there is none.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="flags">How, of <see cref="OpenFlags"/>. What is created only its owner can read.</param>
    /// <exception cref="DomainException">It is a link, a pipe or anything else than a file, or it cannot be opened.</exception>
    public SafeFileHandle? TryOpen(string name, int flags)
    {
        SafeFileHandle? file = TryOpenRaw(name, flags);
        if (file is null)
        {
            return null;
        }

        FileStatus status = FileStatus.Of(file);

        // A second name may be that of something else that this user owns.
        bool isOurs = status.IsFile && ((flags & (OpenFlags.Write | OpenFlags.ReadWrite)) == 0 || (status.Owner == Kernel.EffectiveUser() && status.Links <= 1));
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

    /// <summary>Opens a file, or makes it.</summary>
    public SafeFileHandle OpenOrMake(string name, int flags) =>
        TryOpen(name, flags | OpenFlags.Create) ?? throw Failure(PathOf(name), ErrorNumber.NoEntry);

    /// <summary>What is in a file; <see langword="null"/> if there is none.</summary>
    /// <exception cref="DomainException">It is no file, cannot be read, or is longer than it may be.</exception>
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
    /// <param name="text">What is in it.</param>
    /// <param name="isLasting">
    /// Whether it has to outlast a power failure. What is undone after one anyway has not, and waiting for a disk takes longer than anything else
    /// in a start that is ours.
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
                // That the name is in the folder has to reach the disk too.
                _ = _sync(_handle);
            }
        }
        catch (Exception e)
        {
            _ = Kernel.RemoveAt(_handle, temporary, 0);
            throw e is IOException or UnauthorizedAccessException ? new DomainException(DomainErrorKind.Failed, Text.Of(Messages.State_Failure, PathOf(name), e.Message), e) : e;
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
    /// <param name="isLasting">Whether it has to be gone after a power failure.</param>
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

    /// <summary>Removes a folder in it with everything inside, the given file first.</summary>
    public void DeleteFolder(string name, string first)
    {
        using (PrivateFolder? folder = TryEnter(name))
        {
            if (folder is null)
            {
                return;
            }

            folder.Delete(first, isLasting: false);
            foreach (string inside in folder.Entries().ToArray())
            {
                if (Kernel.RemoveAt(folder._handle, inside, 0) != 0 && Marshal.GetLastPInvokeError() == ErrorNumber.IsAFolder)
                {
                    folder.DeleteFolder(inside, first);
                }
            }
        }

        if (Kernel.RemoveAt(_handle, Checked(name), Kernel.RemoveFolder) != 0 && Marshal.GetLastPInvokeError() is var error && error != ErrorNumber.NoEntry)
        {
            throw Failure(PathOf(name), error);
        }
    }

    /// <summary>Makes a pipe that only this user can use.</summary>
    public void MakePipe(string name)
    {
        if (Kernel.MakePipeAt(_handle, Checked(name), OnlyOwner) != 0 || Kernel.SetModeAt(_handle, name, OnlyOwner, 0) != 0)
        {
            throw Failure(PathOf(name), Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Opens a pipe to write to; <see langword="null"/> as long as nobody reads from it.</summary>
    public SafeFileHandle? TryOpenPipe(string name)
    {
        SafeFileHandle file = new(Kernel.OpenAt(_handle, Checked(name), OpenFlags.Write | OpenFlags.NoLink | OpenFlags.Careful, 0), ownsHandle: true);
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

    /// <summary>Removes what writers that were killed left behind. The caller has the lock under which the folder is written.</summary>
    public void Tidy()
    {
        foreach (string name in Entries().Where(n => n.StartsWith(Mark, StringComparison.Ordinal)).ToArray())
        {
            Delete(name, isLasting: false);
        }
    }

    public void Dispose() => _handle.Dispose();

    /// <summary>A path by which a process that this one starts opens the same file, whatever becomes of its name.</summary>
    public static string PathFor(SafeFileHandle file) => Text.Of("/proc/{0}/fd/{1}", Environment.ProcessId, file.DangerousGetHandle());

    private static string Through(SafeFileHandle file) => Text.Of("/proc/self/fd/{0}", file.DangerousGetHandle());

    private static string Checked(string name) =>
        name is "" or "." or ".." || name.AsSpan().ContainsAny('/', '\0') ? throw new ArgumentException(name, nameof(name)) : name;

    private static DomainException Failure(string path, int error) => error == ErrorNumber.TooManyLinks
        ? new DomainException(DomainErrorKind.Failed, Text.Of(Messages.State_Link, path))
        : new DomainException(DomainErrorKind.Failed, Text.Of(Messages.State_Failure, path, Marshal.GetPInvokeErrorMessage(error)));

    private IEnumerable<string> Entries() => Directory.EnumerateFileSystemEntries(Through(_handle)).Select(p => System.IO.Path.GetFileName(p));

    private SafeFileHandle? TryOpenRaw(string name, int flags)
    {
        SafeFileHandle file = new(Kernel.OpenAt(_handle, Checked(name), flags | OpenFlags.NoLink | OpenFlags.Careful, OnlyOwner), ownsHandle: true);
        return !file.IsInvalid ? file
            : Marshal.GetLastPInvokeError() is var error && error == ErrorNumber.NoEntry ? null
            : error == ErrorNumber.NotAFolder && StatusOf(name)?.IsLink == true ? throw Failure(PathOf(name), ErrorNumber.TooManyLinks)
            : throw Failure(PathOf(name), error);
    }
}
