using System.Runtime.InteropServices;

namespace NVirt.Cpu.Probe.Linux;

/// <summary>The few calls to the C library, of Linux unless stated otherwise. Each returns -1 on error.</summary>
internal static partial class Libc
{
    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    public static partial int GetAffinity(int thread, nuint bytes, [Out] ulong[] mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    public static partial int SetAffinity(int thread, nuint bytes, ulong[] mask);

    // ioctl is variadic; on x86-64, integers are passed the same way either way.
    [LibraryImport("libc", EntryPoint = "ioctl")]
    public static partial int Ioctl(SafeHandle file, nuint request, nint argument);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    public static partial int Ioctl(SafeHandle file, nuint request, ref KvmMsrs argument);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    public static partial int Ioctl(SafeHandle file, nuint request, [In, Out] uint[] argument);
}
