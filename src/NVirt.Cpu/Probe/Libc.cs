using System.Runtime.InteropServices;

namespace NVirt.Cpu.Probe;

/// <summary>The few calls to the C library, of Linux unless it says otherwise. Each returns -1 for an error.</summary>
internal static partial class Libc
{
    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    public static partial int GetAffinity(int thread, nuint bytes, [Out] ulong[] mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    public static partial int SetAffinity(int thread, nuint bytes, ulong[] mask);

    // ioctl takes variable arguments; on x86-64 integers are passed alike with and without them.
    [LibraryImport("libc", EntryPoint = "ioctl")]
    public static partial int Ioctl(SafeHandle file, nuint request, nint argument);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    public static partial int Ioctl(SafeHandle file, nuint request, ref KvmMsrs argument);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    public static partial int Ioctl(SafeHandle file, nuint request, [In, Out] uint[] argument);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int GetStatus(int folder, string path, int flags, uint mask, out FileStatus status);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int GetStatus(SafeHandle folder, string path, int flags, uint mask, out FileStatus status);

    // macOS only.
    [LibraryImport("libc", EntryPoint = "sysctlbyname", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int GetSystemValue(string name, ref int value, ref nuint size, nint newValue, nuint newSize);
}
