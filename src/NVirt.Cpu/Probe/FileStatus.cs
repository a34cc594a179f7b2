using System.Runtime.InteropServices;

namespace NVirt.Cpu.Probe;

/// <summary>Of the kernel's <c>struct statx</c>, when the file's content or metadata last changed.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    private const int CurrentFolder = -100;
    private const uint OnlyChange = 0x80;

    [FieldOffset(96)]
    public long ChangeSeconds;

    [FieldOffset(104)]
    public uint ChangeNanoseconds;

    /// <summary>When a file or folder last changed, as a text to compare with another; <see langword="null"/> if there is none.</summary>
    /// <remarks>Package managers set the time of modification; that of the change they can not.</remarks>
    public static string? ChangeOf(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            return Libc.GetStatus(CurrentFolder, path, 0, OnlyChange, out FileStatus status) == 0
                ? Text.Of("{0}.{1:d9}", status.ChangeSeconds, status.ChangeNanoseconds)
                : null;
        }

        return File.Exists(path) || Directory.Exists(path) ? Text.Of("{0:o}", File.GetLastWriteTimeUtc(path)) : null;
    }
}
