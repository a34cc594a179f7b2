using System.ComponentModel;
using System.Runtime.InteropServices;

namespace NVirt.Cpu.Probe;

/// <summary>Of the kernel's <c>struct statx</c>, what is asked for here.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    private const int OfLink = 0x100;
    private const uint Usual = 0x7FF;
    private const int CurrentFolder = -100;
    private const int OfHandle = 0x1000;
    private const uint OnlyChange = 0x80;
    private const uint Kind = 0xF000;
    private const uint Pipe = 0x1000;
    private const uint RegularFile = 0x8000;
    private const uint Link = 0xA000;

    [FieldOffset(16)]
    public uint Links;

    [FieldOffset(20)]
    public uint Owner;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public long Size;

    [FieldOffset(48)]
    public long Blocks;

    [FieldOffset(96)]
    public long ChangeSeconds;

    [FieldOffset(104)]
    public uint ChangeNanoseconds;

    [FieldOffset(136)]
    public ulong Device;

    /// <summary>Whether it is an ordinary file.</summary>
    public readonly bool IsFile => (Mode & Kind) == RegularFile;

    /// <summary>Whether it is a named pipe.</summary>
    public readonly bool IsPipe => (Mode & Kind) == Pipe;

    /// <summary>Whether it is a symbolic link.</summary>
    public readonly bool IsLink => (Mode & Kind) == Link;

    /// <summary>When the file last changed.</summary>
    public readonly DateTime ChangedAt => DateTime.UnixEpoch.AddSeconds(ChangeSeconds).AddTicks(ChangeNanoseconds / TimeSpan.NanosecondsPerTick);

    /// <summary>Of a file that is open. Linux only.</summary>
    public static FileStatus Of(SafeHandle file) =>
        Libc.GetStatus(file, string.Empty, OfHandle, Usual, out FileStatus status) == 0 ? status : throw new Win32Exception(Marshal.GetLastPInvokeError());

    /// <summary>Of what a name in a folder stands for, a link by itself; <see langword="null"/> if there is nothing. Linux only.</summary>
    public static FileStatus? In(SafeHandle folder, string name) => Libc.GetStatus(folder, name, OfLink, Usual, out FileStatus status) == 0 ? status : null;

    /// <summary>Of what a path leads to; <see langword="null"/> if there is nothing. Linux only.</summary>
    public static FileStatus? Of(string path) => Libc.GetStatus(CurrentFolder, path, 0, Usual, out FileStatus status) == 0 ? status : null;

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
