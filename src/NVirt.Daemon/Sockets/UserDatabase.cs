using System.Runtime.InteropServices;

namespace NVirt.Daemon.Sockets;

/// <summary>The system's users and groups, wherever it keeps them.</summary>
internal static partial class UserDatabase
{
    private const int MaxEntry = 1 << 20;
    private const int TooSmall = 34;
    private const uint NoUser = uint.MaxValue;

    /// <summary>The number of a group; <see langword="null"/> if there is none of that name.</summary>
    public static uint? FindGroup(string name)
    {
        for (int size = 1 << 12; size <= MaxEntry; size *= 4)
        {
            byte[] buffer = new byte[size];
            int error = GetGroup(name, out GroupEntry entry, buffer, (nuint)size, out nint found);
            if (error != TooSmall)
            {
                return error == 0 && found != 0 ? entry.Number : null;
            }
        }

        return null;
    }

    /// <summary>Gives a file to a group; its owner stays.</summary>
    /// <exception cref="UnauthorizedAccessException">This process may not.</exception>
    public static void GiveToGroup(string path, uint group)
    {
        if (ChangeOwner(path, NoUser, group) != 0)
        {
            throw new UnauthorizedAccessException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "getgrnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetGroup(string name, out GroupEntry entry, byte[] buffer, nuint size, out nint found);

    // struct group of <grp.h>.
    [StructLayout(LayoutKind.Sequential)]
    private struct GroupEntry
    {
        public nint Name;
        public nint Password;
        public uint Number;
        public nint Members;
    }
}
