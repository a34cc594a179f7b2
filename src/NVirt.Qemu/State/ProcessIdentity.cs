using System.Diagnostics;
using System.Globalization;

namespace NVirt.Qemu.State;

/// <summary>One process, and never another one that got its number later: number, when it started, and since which start of the machine.</summary>
/// <param name="Id">The number.</param>
/// <param name="StartTime">Clock ticks from the machine's start.</param>
/// <param name="Boot">What the kernel calls the time since the machine's start.</param>
internal sealed record ProcessIdentity(int Id, long StartTime, string Boot)
{
    private const string BootFile = "/proc/sys/kernel/random/boot_id";

    // Fields of /proc/PID/stat behind the name, counted from the state.
    private const int StateField = 0;
    private const int StartField = 19;

    /// <summary>Whether the process still runs.</summary>
    public bool IsAlive => ReadStart(Id) == StartTime && Boot == ReadBoot();

    /// <summary>The identity of a process that runs; <see langword="null"/> if there is none of the number.</summary>
    public static ProcessIdentity? Of(int id) => ReadStart(id) is { } start ? new ProcessIdentity(id, start, ReadBoot()) : null;

    /// <summary>Kills it at once.</summary>
    public void Kill()
    {
        if (!IsAlive)
        {
            return;
        }

        try
        {
            using Process process = Process.GetProcessById(Id);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It is gone.
        }
    }

    /// <summary>Waits until it is gone.</summary>
    /// <returns>Whether it is.</returns>
    public async Task<bool> WaitForEndAsync(TimeSpan patience, CancellationToken cancellation = default)
    {
        long start = Environment.TickCount64;
        while (IsAlive)
        {
            if (Environment.TickCount64 - start >= patience.TotalMilliseconds)
            {
                return false;
            }

            await Task.Delay(2, cancellation);
        }

        return true;
    }

    private static string ReadBoot() => File.Exists(BootFile) ? File.ReadAllText(BootFile).Trim() : string.Empty;

    // The name, in brackets, may contain anything, brackets too. A zombie has ended, and waits only for its parent to hear of it.
    private static long? ReadStart(int id)
    {
        string text;
        try
        {
            text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        string[] fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > StartField && fields[StateField] is not ("Z" or "X") && long.TryParse(fields[StartField], CultureInfo.InvariantCulture, out long start)
            ? start
            : null;
    }
}
