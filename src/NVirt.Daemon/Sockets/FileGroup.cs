using System.Runtime.InteropServices;

namespace NVirt.Daemon.Sockets;

/// <summary>Who a socket's file belongs to.</summary>
internal static partial class FileGroup
{
    private const uint NoUser = uint.MaxValue;

    /// <summary>Gives a file to a group; its owner stays.</summary>
    /// <exception cref="UnauthorizedAccessException">This process may not.</exception>
    public static void Give(string path, uint group)
    {
        if (ChangeOwner(path, NoUser, group) != 0)
        {
            throw new UnauthorizedAccessException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
