using System.Runtime.InteropServices;

namespace NVirt.Qemu.State;

/// <summary>The kernel's <c>struct flock</c>, for locks of a part of a file that belong to the open file.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FileRange
{
    /// <summary>Asks whether somebody holds what is wanted (F_OFD_GETLK).</summary>
    public const int Get = 36;

    /// <summary>Takes a lock, without waiting (F_OFD_SETLK).</summary>
    public const int Set = 37;

    public const short ForReading = 0;
    public const short ForWriting = 1;
    public const short Free = 2;

    public short Kind;
    public short From;
    public long Start;
    public long Length;
    public int Process;
}
