using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NVirt.Qemu.State;

/// <summary>The few calls to the C library that .NET lacks, for Linux. Each returns -1 on error.</summary>
internal static partial class Kernel
{
    // O_RDWR | O_NOCTTY | O_CLOEXEC on Linux: it does not become the terminal of this process.
    public const int TerminalOfAnother = 0x80102;

    public const int LockShared = 1;
    public const int LockExclusive = 2;
    public const int LockWithoutWaiting = 4;

    public const int RemoveFolder = 0x200;

    /// <summary>The file keeps its size; the old data reads as zeros and takes no space.</summary>
    public const int PunchHole = 3;

    public const int Kill = 9;

    public const int NotInherited = 0x80000;

    public const int WithoutWaiting = 0x800;

    /// <summary>A file was modified, closed after writing, moved in or out, created or removed.</summary>
    public const uint AllChanges = 0x2 | ClosedChange | 0x40 | 0x80 | 0x100 | 0x200;

    /// <summary>The rights, the owner or the number of links of a file changed.</summary>
    public const uint RightsChange = 0x4;

    public const uint ClosedChange = 0x8;
    public const uint SelfRemoved = 0x400;
    public const uint LostChanges = 0x4000;
    public const uint NoMoreChanges = 0x8000;

    private const nint SendSignalCall = 424;
    private const nint OpenProcessCall = 434;

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Open(string path, int flags);

    // openat is variadic, but its fourth argument is passed like a fixed one on every Linux that .NET supports.
    [LibraryImport("libc", EntryPoint = "openat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int OpenAt(SafeHandle folder, string name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "mkdirat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int MakeFolderAt(SafeHandle folder, string name, uint mode);

    [LibraryImport("libc", EntryPoint = "mkfifoat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int MakePipeAt(SafeHandle folder, string name, uint mode);

    [LibraryImport("libc", EntryPoint = "fchmodat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int SetModeAt(SafeHandle folder, string name, uint mode, int flags);

    [LibraryImport("libc", EntryPoint = "unlinkat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int RemoveAt(SafeHandle folder, string name, int flags);

    [LibraryImport("libc", EntryPoint = "renameat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int RenameAt(SafeHandle folder, string name, SafeHandle newFolder, string newName);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    public static partial int SetMode(SafeHandle file, uint mode);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    public static partial int SetOwner(SafeHandle file, uint owner, uint group);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int ChangeOwner(string path, uint owner, uint group);

    [LibraryImport("libc", EntryPoint = "chmod", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int ChangeMode(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Sync(SafeHandle file);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Lock(SafeHandle file, int operation);

    // fcntl is variadic, too.
    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int LockRange(SafeHandle file, int operation, ref FileRange range);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    public static partial int Allocate(SafeHandle file, int mode, long start, long length);

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    public static partial int OpenChanges(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int AddChanges(SafeHandle queue, string path, uint kinds);

    [LibraryImport("libc", EntryPoint = "inotify_rm_watch", SetLastError = true)]
    public static partial int RemoveChanges(SafeHandle queue, int folder);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadBytes(SafeHandle file, [Out] byte[] bytes, nint count);

    /// <summary>Reads what is there; -1 if that is nothing, and whoever opened it does not want to wait.</summary>
    public static int Read(SafeHandle file, byte[] bytes, int count) => (int)ReadBytes(file, bytes, count);

    /// <summary>A process handle, which never refers to another process that gets the same number later.</summary>
    public static SafeFileHandle OpenProcess(int id) => new(Call(OpenProcessCall, id, 0, 0, 0), ownsHandle: true);

    public static bool SendSignal(SafeFileHandle process, int signal)
    {
        bool isKept = false;
        try
        {
            process.DangerousAddRef(ref isKept);
            return Call(SendSignalCall, process.DangerousGetHandle(), signal, 0, 0) == 0;
        }
        finally
        {
            if (isKept)
            {
                process.DangerousRelease();
            }
        }
    }

    // Not every C library exports these two.
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(nint number, nint first, nint second, nint third, nint fourth);
}
