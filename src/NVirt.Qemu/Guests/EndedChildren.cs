using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace NVirt.Qemu.Guests;

/// <summary>
/// Lets the kernel forget processes of ours that ended, as soon as they do: .NET does that only for those that it started itself. Safe for
/// use by several threads.
/// </summary>
internal static partial class EndedChildren
{
    private const int WithoutWaiting = 1;

    private static readonly ConcurrentDictionary<int, byte> Living = new();

    // As long as this process lives.
    private static readonly PosixSignalRegistration? Ended =
        OperatingSystem.IsLinux() ? PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => Forget()) : null;

    /// <summary>Adds a process that was just started.</summary>
    public static void Add(int id)
    {
        Living[id] = 0;
        GC.KeepAlive(Ended);

        // It may have ended already.
        Forget();
    }

    private static void Forget()
    {
        foreach (int id in Living.Keys)
        {
            if (Wait(id, out _, WithoutWaiting) != 0)
            {
                Living.TryRemove(id, out _);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "waitpid")]
    private static partial int Wait(int id, out int status, int options);
}
