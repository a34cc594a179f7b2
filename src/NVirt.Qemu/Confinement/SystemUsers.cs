using System.Globalization;
using System.Runtime.InteropServices;

namespace NVirt.Qemu.Confinement;

/// <summary>The system's users and groups, wherever it keeps them.</summary>
internal static partial class SystemUsers
{
    private const int MaxEntry = 1 << 20;
    private const int TooSmall = 34;

    private delegate int Finding<T>(string name, out T entry, byte[] buffer, nuint size, out nint found);

    /// <summary>The numbers of a user and its group. A number stands for itself, and for a group of the same number.</summary>
    public static (uint User, uint Group)? FindUser(string name) =>
        Number(name) is { } number ? (number, number)
            : Find<UserEntry>(name, GetUser) is { } entry ? (entry.Number, entry.Group) : null;

    /// <summary>The number of a group.</summary>
    public static uint? FindGroup(string name) => Number(name) ?? Find<GroupEntry>(name, GetGroup)?.Number;

    // The last number means "nobody" in calls to the kernel.
    private static uint? Number(string name) =>
        uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) && number != uint.MaxValue ? number : null;

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
