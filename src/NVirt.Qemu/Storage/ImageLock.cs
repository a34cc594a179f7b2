using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using NVirt.Domains.Storage;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Storage;

/// <summary>
/// The locks by which QEMU knows who uses an image: a lock on one byte for each right that it has, and on another for each that it does not
/// share (QEMU, docs/system/qemu-block-drivers.rst.inc). We take part as somebody who writes and shares everything.
/// </summary>
internal static class ImageLock
{
    // Writing, writing what is there already, and resizing.
    private const long Rights = 101;
    private const long RightsCount = 3;
    private const long Unshared = 200;
    private const long UnsharedCount = 100;

    /// <summary>Claims the right to write to an image, until the file is closed.</summary>
    /// <param name="file">The file, open for reading and writing.</param>
    /// <param name="path">Its path.</param>
    /// <exception cref="StorageException">A guest or a program uses it, and does not share it.</exception>
    public static void Claim(SafeFileHandle file, string path)
    {
        // First the claim, then the look: of two who do so at once, at least one sees the other.
        FileRange rights = new() { Kind = FileRange.ForReading, Start = Rights, Length = RightsCount };
        FileRange unshared = new() { Kind = FileRange.ForWriting, Start = Unshared, Length = UnsharedCount };
        bool isRefused = Kernel.LockRange(file, FileRange.Set, ref rights) != 0
            && Marshal.GetLastPInvokeError() is ErrorNumber.WouldBlock or ErrorNumber.Access;

        // On a file system without locks nobody can know.
        if (isRefused || (Kernel.LockRange(file, FileRange.Get, ref unshared) == 0 && unshared.Kind != FileRange.Free))
        {
            throw StorageRefusals.Of(StorageErrorKind.InvalidState, Messages.Storage_InUse, path);
        }
    }
}
