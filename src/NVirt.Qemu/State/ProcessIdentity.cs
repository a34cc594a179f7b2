using System.Globalization;
using NVirt.Cpu.Probe;

namespace NVirt.Qemu.State;

/// <summary>
/// One process, and never another one that got its number later: number, when it started, since which start of which machine, and among which
/// numbers.
/// </summary>
/// <param name="Id">The number.</param>
/// <param name="StartTime">Clock ticks from the machine's start.</param>
/// <param name="Boot">What the kernel calls the time since the machine's start.</param>
/// <param name="Namespace">What the kernel calls the processes among which the number is one; <see langword="null"/> in records of the first form.</param>
/// <param name="Machine">What the system calls the machine; <see langword="null"/> if it has no name for it.</param>
internal sealed record ProcessIdentity(int Id, long StartTime, string Boot, string? Namespace = null, string? Machine = null)
{
    // Fields of /proc/PID/stat behind the name, counted from the state.
    private const int StateField = 0;
    private const int SessionField = 3;
    private const int StartField = 19;

    private const int MaxStat = 4096;
    private const int MaxFact = 256;

    /// <summary>Whether it is of this start of the machine.</summary>
    public bool IsOfThisBoot => Boot == Fact("/proc/sys/kernel/random/boot_id");

    /// <summary>Whether its number means it here.</summary>
    public bool IsOfThisNamespace => IsOfThisBoot && (Namespace is null || Namespace == HereNamespace);

    /// <summary>Whether it is of an earlier start of this very machine, or of this one.</summary>
    public bool IsOfThisMachine => IsOfThisBoot || (Machine is { Length: > 0 } && Machine == HereMachine);

    /// <summary>Whether the process can be seen here, and still runs.</summary>
    public bool IsAlive => IsOfThisNamespace && StatOf(Id)?.Start == StartTime;

    private static string? HereNamespace => new FileInfo("/proc/self/ns/pid").LinkTarget;

    private static string? HereMachine => Fact("/etc/machine-id");

    /// <summary>The identity of a process that runs; <see langword="null"/> if there is none of the number.</summary>
    public static ProcessIdentity? Of(int id) => StatOf(id) is { } stat
        ? new ProcessIdentity(id, stat.Start, Fact("/proc/sys/kernel/random/boot_id") ?? string.Empty, HereNamespace, HereMachine)
        : null;

    /// <summary>The session of a process that runs.</summary>
    public static int? SessionOf(int id) => StatOf(id)?.Session;

    /// <summary>Whether two mean the same process; a record of an earlier form says less.</summary>
    public bool IsSame(ProcessIdentity? other) => other is not null && (Id, StartTime, Boot) == (other.Id, other.StartTime, other.Boot);

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

    private static string? Fact(string file) => ProbeFiles.ReadText(file, MaxFact)?.Trim();

    // The name, in brackets, may contain anything, brackets too. A zombie has ended, and waits only for its parent to hear of it.
    private static (long Start, int Session)? StatOf(int id)
    {
        if (ProbeFiles.ReadText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"), MaxStat) is not { } text)
        {
            return null;
        }

        string[] fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > StartField && fields[StateField] is not ("Z" or "X")
            && long.TryParse(fields[StartField], CultureInfo.InvariantCulture, out long start)
            && int.TryParse(fields[SessionField], CultureInfo.InvariantCulture, out int session)
            ? (start, session)
            : null;
    }
}
