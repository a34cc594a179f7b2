using System.Runtime.InteropServices;
using NVirt.Domains.Storage;
using NVirt.Xml;

namespace NVirt.Qemu.Storage;

/// <summary>Errors that more than one operation can have.</summary>
internal static class StorageRefusals
{
    private const int LongestShown = 200;

    /// <summary>An error with a sentence that has one place.</summary>
    public static StorageException Of(StorageErrorKind kind, string form, string detail) =>
        new(kind, Text.Of(form, Text.OnOneLine(detail, LongestShown)));

    public static StorageException NoPool(Guid uuid) => new(StorageErrorKind.NoPool, Text.Of(Messages.Storage_NoPoolUuid, uuid));

    public static StorageException NoPool(string name) => Of(StorageErrorKind.NoPool, Messages.Storage_NoPoolName, name);

    public static StorageException NoVolume(string name) => Of(StorageErrorKind.NoVolume, Messages.Storage_NoVolumeName, name);

    public static StorageException NotActive(string pool) => Of(StorageErrorKind.InvalidState, Messages.Storage_NotActive, pool);

    public static StorageException Malformed(string text) => new(StorageErrorKind.Malformed, text);

    /// <summary>What the kernel said.</summary>
    /// <param name="form">A sentence with one place.</param>
    /// <param name="path">What is put there.</param>
    /// <param name="error">The kernel's number.</param>
    public static StorageException System(string form, string path, int error) => new(
        StorageErrorKind.System,
        $"{Text.Of(form, Text.OnOneLine(path, LongestShown))}: {Marshal.GetPInvokeErrorMessage(error)}")
    {
        SystemError = error,
    };

    /// <summary>What the kernel said to the last call.</summary>
    public static StorageException System(string form, string path) => System(form, path, Marshal.GetLastPInvokeError());
}
