using System.Globalization;
using Microsoft.Win32.SafeHandles;
using NVirt.Cpu.Probe.Linux;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Guests;

/// <summary>
/// Ends all processes of a guest at once: those in its control group, the one in its record, those in its session, and those that hold the
/// guest's lock. Each is held by a handle while it is checked, so that a process that gets the same number later is never hit.
/// </summary>
internal static class GuestEnd
{
    private const int MaxFacts = 4096;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Kills until nothing is running any more.</summary>
    /// <returns>Whether that was achieved in time.</returns>
    public static async Task<bool> KillAsync(RunStore runs, Guid uuid, TimeSpan patience, CancellationToken cancellation = default)
    {
        long start = Environment.TickCount64;
        while (runs.Look(uuid) is { Life: RunLife.Running } run)
        {
            Kill(runs, run);
            if (Environment.TickCount64 - start >= patience.TotalMilliseconds)
            {
                return runs.Look(uuid) is not { Life: RunLife.Running };
            }

            await Task.Delay(Pause, cancellation);
        }

        return true;
    }

    /// <summary>Kills what is running now.</summary>
    public static void Kill(RunStore runs, FoundRun run)
    {
        ControlGroup.Kill(runs, run.Uuid);
        ProcessIdentity? main = run.Process;
        FileStatus? file = runs.LockOf(run.Uuid);
        foreach (int id in Processes())
        {
            if (id == Environment.ProcessId)
            {
                continue;
            }

            using SafeFileHandle process = Kernel.OpenProcess(id);
            if (!process.IsInvalid && IsOfGuest(id, main, file))
            {
                Kernel.SendSignal(process, Kernel.Kill);
            }
        }
    }

    // The number of a session is not reused as long as its first process lives.
    private static bool IsOfGuest(int id, ProcessIdentity? main, FileStatus? file) =>
        (main is { IsAlive: true } && (main.Id == id || ProcessIdentity.SessionOf(id) == main.Id))
            || (file is { } locked && HoldsLock(id, locked));

    // A process that only looks also has the file open, but with a read lock.
    private static bool HoldsLock(int id, FileStatus file) =>
        FileStatus.Of(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/fd/{GuestLauncher.LockNumber}")) is { } open
        && (open.Inode, open.Device) == (file.Inode, file.Device)
        && ProbeFiles.ReadText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/fdinfo/{GuestLauncher.LockNumber}"), MaxFacts)
        is { } facts
        && facts.Contains("FLOCK", StringComparison.Ordinal) && facts.Contains("WRITE", StringComparison.Ordinal);

    private static IEnumerable<int> Processes() => Directory.EnumerateDirectories("/proc")
        .Select(p => Digits.TryParse(Path.GetFileName(p), out int id) ? id : 0)
        .Where(id => id > 0);
}
