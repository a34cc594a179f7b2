using System.Runtime.InteropServices;

namespace NVirt.Cli;

/// <summary>Which rights new files and folders lack.</summary>
internal static partial class FileMask
{
    private const uint OthersHaveNone = 0x3F; // 0077

    /// <summary>Whatever the shell says: what the tool and the programs that it starts make, its user can use, and nobody else.</summary>
    public static void Set()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = Set(OthersHaveNone);
        }
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint Set(uint mask);
}
