using System.Globalization;
using NVirt.Cpu.Probe.Linux;
using NVirt.Domains.Driver.Statistics;
using NVirt.Xml;

namespace NVirt.Qemu.State;

/// <summary>
/// One process, and never another that gets its number later: number, start time, the boot of which machine, and the namespace of
/// the number.
/// </summary>
/// <param name="Id">The number.</param>
/// <param name="StartTime">Clock ticks since the machine was booted.</param>
/// <param name="Boot">The kernel's boot ID.</param>
/// <param name="Namespace">The kernel's ID of the PID namespace; <see langword="null"/> in records in the
/// first format.</param>
/// <param name="Machine">The system's machine ID; <see langword="null"/> if it has none.</param>
internal sealed record ProcessIdentity(int Id, long StartTime, string Boot, string? Namespace = null, string? Machine = null)
{
    // Fields of /proc/PID/stat after the name, counted from the state.
    private const int StateField = 0;
    private const int SessionField = 3;
    private const int StartField = 19;
    private const int UserTimeField = 11;
    private const int SystemTimeField = 12;
    private const int ProcessorField = 36;

    // This is the value on every Linux, whatever its internal clock.
    private const double TicksPerSecond = 100;

    private const int MaxStat = 4096;
    private const int MaxFact = 256;

    /// <summary>Whether it belongs to the current boot of this machine.</summary>
    public bool IsOfThisBoot => Boot == LinuxSystem.BootId;

    /// <summary>Whether its number is valid in this namespace.</summary>
    public bool IsOfThisNamespace => IsOfThisBoot && (Namespace is null || Namespace == HereNamespace);

    /// <summary>Whether it belongs to this machine, in this or an earlier boot.</summary>
    public bool IsOfThisMachine => IsOfThisBoot || (Machine is { Length: > 0 } && Machine == HereMachine);

    /// <summary>Whether the process is visible here and still running.</summary>
    public bool IsAlive => IsOfThisNamespace && StatOf(Id)?.Start == StartTime;

    /// <summary>The processor time of the process; <see langword="null"/> if it is not visible, or has ended.</summary>
    public TimeSpan? ProcessorTime => IsOfThisNamespace && StatOf(Id) is { } stat && stat.Start == StartTime
        ? Time(stat.User + stat.System) : null;

    /// <summary>How long processors have worked for the process, in itself and in the kernel.</summary>
    public ProcessorStatistics? Times => IsOfThisNamespace && StatOf(Id) is { } stat && stat.Start == StartTime
        ? new ProcessorStatistics(Time(stat.User), Time(stat.System)) : null;

    /// <summary>How much memory of the host the process occupies; <see langword="null"/> if that cannot be seen.</summary>
    public ulong? ResidentKiB => IsAlive
        && ProbeFiles.ReadText(string.Create(CultureInfo.InvariantCulture, $"/proc/{Id}/statm"), MaxFact)?.Split(' ') is [_, { } pages, ..]
        && Digits.TryParse(pages, out ulong count) ? count * (ulong)Environment.SystemPageSize / 1024 : null;

    private static string? HereNamespace => new FileInfo("/proc/self/ns/pid").LinkTarget;

    private static string? HereMachine => Fact("/etc/machine-id");

    /// <summary>The identity of a running process; <see langword="null"/> if there is none with that number.</summary>
    public static ProcessIdentity? Of(int id) => StatOf(id) is { } stat
        ? new ProcessIdentity(id, stat.Start, LinuxSystem.BootId ?? string.Empty, HereNamespace, HereMachine)
        : null;

    /// <summary>The session of a running process.</summary>
    public static int? SessionOf(int id) => StatOf(id)?.Session;

    /// <summary>Whether two identify the same process; a record in an earlier format says less.</summary>
    public bool IsSame(ProcessIdentity? other) => other is not null && (Id, StartTime, Boot) == (other.Id, other.StartTime, other.Boot);

    /// <summary>How long processors have worked for one of its threads, and which one did last.</summary>
    /// <returns>Both; <see langword="null"/> if it has no such thread.</returns>
    public (TimeSpan Time, int Processor)? ThreadOf(int thread) =>
        IsAlive && StatOf(string.Create(CultureInfo.InvariantCulture, $"/proc/{Id}/task/{thread}/stat")) is { } stat
            ? (Time(stat.User + stat.System), stat.Processor) : null;

    /// <summary>Waits until it has ended.</summary>
    /// <returns>Whether it has.</returns>
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

    // The name, in brackets, may contain anything, even brackets. A zombie has ended, and only waits for its parent to notice.
    private static (long Start, int Session, long User, long System, int Processor)? StatOf(string file)
    {
        if (ProbeFiles.ReadText(file, MaxStat) is not { } text)
        {
            return null;
        }

        string[] fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > ProcessorField && fields[StateField] is not ("Z" or "X")
            && Digits.TryParse(fields[StartField], out long start)
            && Digits.TryParse(fields[SessionField], out int session)
            && Digits.TryParse(fields[UserTimeField], out long user)
            && Digits.TryParse(fields[SystemTimeField], out long system)
            && Digits.TryParse(fields[ProcessorField], out int processor)
            ? (start, session, user, system, processor)
            : null;
    }

    private static (long Start, int Session, long User, long System, int Processor)? StatOf(int id) =>
        StatOf(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));

    private static TimeSpan Time(long ticks) => TimeSpan.FromSeconds(ticks / TicksPerSecond);
}
