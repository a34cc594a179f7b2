using System.Runtime.InteropServices;

namespace NVirt.Qemu.State;

/// <summary>The few calls to the C library that .NET lacks. Each returns -1 for an error.</summary>
internal static partial class Libc
{
    public const int ReadOnlyFolder = 0x10000; // O_RDONLY | O_DIRECTORY of Linux on x86; where the bits differ, open fails and nothing is lost.

    public const int TerminalOfAnother = 0x80102; // O_RDWR | O_NOCTTY | O_CLOEXEC of Linux: it does not become the terminal of this process.

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    public static partial int Sync(int file);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int MakePipe(string path, uint mode);
}
