using System.ComponentModel;
using System.Runtime.InteropServices;
using NVirt.Xml;

namespace NVirt.Qemu.State;

/// <summary>The needed parts of the kernel's <c>struct statx</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal partial struct FileStatus
{
    private const int OfLink = 0x100;
    private const uint Usual = 0x7FF;
    private const int CurrentFolder = -100;
    private const int OfHandle = 0x1000;
    private const uint OnlyChange = 0x80;
    private const uint Kind = 0xF000;
    private const uint Pipe = 0x1000;
    private const uint Folder = 0x4000;
    private const uint RegularFile = 0x8000;
    private const uint Link = 0xA000;
    private const uint Socket = 0xC000;

    [FieldOffset(16)]
    public uint Links;

    [FieldOffset(20)]
    public uint Owner;

    [FieldOffset(24)]
    public uint Group;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public long Size;

    [FieldOffset(48)]
    public long Blocks;

    [FieldOffset(64)]
    public FileTime Read;

    [FieldOffset(80)]
    public FileTime Made;

    [FieldOffset(112)]
    public FileTime Written;

    [FieldOffset(96)]
    public long ChangeSeconds;

    [FieldOffset(104)]
    public uint ChangeNanoseconds;

    [FieldOffset(136)]
    public ulong Device;

    /// <summary>Whether it is a regular file.</summary>
    public readonly bool IsFile => (Mode & Kind) == RegularFile;

    /// <summary>Whether it is a folder.</summary>
    public readonly bool IsFolder => (Mode & Kind) == Folder;

    /// <summary>Whether it is a Unix socket.</summary>
    public readonly bool IsSocket => (Mode & Kind) == Socket;

    /// <summary>Whether it is a named pipe.</summary>
    public readonly bool IsPipe => (Mode & Kind) == Pipe;

    /// <summary>Whether it is a symbolic link.</summary>
    public readonly bool IsLink => (Mode & Kind) == Link;

    /// <summary>When the file, or what is known of it, last changed.</summary>
    public readonly FileTime Changed => new() { Seconds = ChangeSeconds, Nanoseconds = ChangeNanoseconds };

    /// <summary>When the file last changed.</summary>
    public readonly DateTime ChangedAt =>
        DateTime.UnixEpoch.AddSeconds(ChangeSeconds).AddTicks(ChangeNanoseconds / TimeSpan.NanosecondsPerTick);

    /// <summary>The status of an open file. Linux only.</summary>
    public static FileStatus Of(SafeHandle file) => TryOf(file) ?? throw new Win32Exception(Marshal.GetLastPInvokeError());

    /// <summary>The same; <see langword="null"/> if the kernel cannot tell, as on a network file system that is gone.</summary>
    public static FileStatus? TryOf(SafeHandle file) =>
        GetStatus(file, string.Empty, OfHandle, Usual, out FileStatus status) == 0 ? status : null;

    /// <summary>The status of a name in a folder, links not followed; <see langword="null"/> if there is nothing. Linux only.</summary>
    public static FileStatus? In(SafeHandle folder, string name) => GetStatus(folder, name, OfLink, Usual, out FileStatus status) == 0
        ? status : null;

    /// <summary>The status of a path's target; <see langword="null"/> if there is none. Linux only.</summary>
    public static FileStatus? Of(string path) => GetStatus(CurrentFolder, path, 0, Usual, out FileStatus status) == 0 ? status : null;

    /// <summary>The status of what a path names, a link itself; <see langword="null"/> if there is nothing. Linux only.</summary>
    public static FileStatus? OfEntry(string path) => GetStatus(CurrentFolder, path, OfLink, Usual, out FileStatus status) == 0
        ? status : null;

    /// <summary>When a file or folder last changed (ctime), as a text for comparing; <see langword="null"/> if there is none.</summary>
    /// <remarks>Package managers set the modification time, but cannot set this one.</remarks>
    public static string? ChangeOf(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            return GetStatus(CurrentFolder, path, 0, OnlyChange, out FileStatus status) == 0
                ? Text.Of("{0}.{1:d9}", status.ChangeSeconds, status.ChangeNanoseconds)
                : null;
        }

        return File.Exists(path) || Directory.Exists(path) ? Text.Of("{0:o}", File.GetLastWriteTimeUtc(path)) : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetStatus(int folder, string path, int flags, uint mask, out FileStatus status);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int GetStatus(SafeHandle folder, string path, int flags, uint mask, out FileStatus status);
}
