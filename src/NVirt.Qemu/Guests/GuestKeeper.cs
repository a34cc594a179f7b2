using NVirt.Xml;

namespace NVirt.Qemu.Guests;

/// <summary>
/// The process beside QEMU that keeps QEMU's log and event journal short while nobody else looks. It waits for the lock that QEMU holds,
/// so it ends when QEMU does; whenever it has waited in vain, it looks at both files. Nothing depends on it: QEMU neither waits for it nor
/// notices its end.
/// </summary>
internal static class GuestKeeper
{
    /// <summary>
    /// What it does, for a shell. It has the log as descriptor 5, the journal as 4, and the guest's lock file as 7. A shared lock is not
    /// mistaken for that of a guest. If a program is missing, or cannot do this on the file system, the file stays as it is.
    /// </summary>
    public const string Script = """
        while flock -s -w "$1" -E 99 7; [ $? -eq 99 ]; do
            size=$(stat -L -c %s /proc/self/fd/5)
            if [ "$size" -gt "$2" ]; then
                tail -c "$3" /proc/self/fd/5 | head -c "$3" 1<>/proc/self/fd/5
                truncate -s "$3" /proc/self/fd/5
            fi
            blocks=$(stat -L -c %b /proc/self/fd/4)
            size=$(stat -L -c %s /proc/self/fd/4)
            if [ "$blocks" -gt $(($4 / 512)) ] && [ "$size" -gt $(($5 + 4096)) ]; then
                fallocate -p -o 0 -l $(((size - $5) / 4096 * 4096)) /proc/self/fd/4
            fi
        done
        """;

    /// <summary>How long it waits until it looks again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>The arguments of the script, separated by blanks.</summary>
    public static string Arguments(TimeSpan pause) => Text.Of(
        "{0} {1} {2} {3} {4}",
        pause.TotalSeconds,
        GuestLog.MaxBytesRunning,
        GuestLog.KeptBytes,
        GuestJournal.MaxSpace,
        GuestJournal.KeptBytes);
}
