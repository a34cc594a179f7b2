using System.Runtime.InteropServices;

namespace NVirt.Qemu.Confinement;

/// <summary>The system's users and groups, wherever it keeps them (getpwnam_r, getgrnam_r). Linux only. Safe for concurrent use.</summary>
public static partial class SystemUsers
{
    private const int MaxEntry = 1 << 20;
    private const int TooSmall = 34;

    private delegate int Finding<T>(string name, out T entry, byte[] buffer, nuint size, out nint found);

    /// <summary>The numbers of a user and of its own group; <see langword="null"/> if there is none of that name.</summary>
    public static (uint User, uint Group)? FindUser(string name) =>
        Find<UserEntry>(name, GetUser) is { } entry ? (entry.Number, entry.Group) : null;

    /// <summary>The number of a group; <see langword="null"/> if there is none of that name.</summary>
    public static uint? FindGroup(string name) => Find<GroupEntry>(name, GetGroup)?.Number;

    private static T? Find<T>(string name, Finding<T> find)
        where T : struct
    {
        for (int size = 1 << 12; size <= MaxEntry; size *= 4)
        {
            byte[] buffer = new byte[size];
            int error = find(name, out T entry, buffer, (nuint)size, out nint found);
            if (error != TooSmall)
            {
                return error == 0 && found != 0 ? entry : null;
            }
        }

        return null;
    }

    [LibraryImport("libc", EntryPoint = "getpwnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetUser(string name, out UserEntry entry, byte[] buffer, nuint size, out nint found);

    [LibraryImport("libc", EntryPoint = "getgrnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetGroup(string name, out GroupEntry entry, byte[] buffer, nuint size, out nint found);

    // struct passwd of <pwd.h>.
    [StructLayout(LayoutKind.Sequential)]
    private struct UserEntry
    {
        public nint Name;
        public nint Password;
        public uint Number;
        public uint Group;
        public nint Description;
        public nint Home;
        public nint Shell;
    }

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
