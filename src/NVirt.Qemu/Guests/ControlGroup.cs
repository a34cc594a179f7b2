using System.Globalization;
using System.Text;
using NVirt.Cpu.Probe.Linux;
using NVirt.Domains.Driver;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Guests;

/// <summary>
/// The control group (cgroup v2) of one run. It contains everything that the emulator starts, whatever its session and files, so all
/// of it can be ended at once. Where none can be created, session and lock must suffice.
/// </summary>
internal static class ControlGroup
{
    private const int MaxText = 1 << 16;
    private const string KillFile = "cgroup.kill";
    private const string ProcessesFile = "cgroup.procs";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// Begins to put a process into a new group, and saves the group's path with the files of its run. The kernel may take ten
    /// milliseconds, in which all changes of groups wait for each other.
    /// </summary>
    /// <returns>Ends when the process is there, or could not be moved; it never fails.</returns>
    public static Task MakeAsync(PrivateFolder files, Guid uuid, ProcessIdentity process)
    {
        if (Own() is not { } own)
        {
            return Task.CompletedTask;
        }

        string path = Path.Combine(own, string.Create(CultureInfo.InvariantCulture, $"{Prefix(uuid)}{process.Id}-{process.StartTime}"));
        files.Write(GuestFolder.GroupFile, Encoding.UTF8.GetBytes(path), isLasting: false);
        return Alone(() =>
        {
            Directory.CreateDirectory(path);
            Write(path, ProcessesFile, process.Id);
        });
    }

    /// <summary>Kills the processes in the group of a run.</summary>
    public static void Kill(RunStore runs, Guid uuid)
    {
        if (Of(runs, uuid) is { } path)
        {
            _ = ProbeFiles.Try(() => Write(path, KillFile, 1));
        }
    }

    /// <summary>Kills the processes in the group of a run, and removes the group.</summary>
    /// <returns>Whether it disappeared in time.</returns>
    public static async Task<bool> RemoveAsync(RunStore runs, Guid uuid, TimeSpan patience)
    {
        long start = Environment.TickCount64;
        while (Of(runs, uuid) is { } path)
        {
            _ = ProbeFiles.Try(() => Write(path, KillFile, 1));
            _ = ProbeFiles.Try(() => Remove(path));
            if (Directory.Exists(path))
            {
                if (Environment.TickCount64 - start >= patience.TotalMilliseconds)
                {
                    return false;
                }

                await Task.Delay(Pause);
            }
        }

        return true;
    }

    private static string Prefix(Guid uuid) => $"nvirt-{uuid}-";

    // Only groups of this domain are ever killed or removed, whatever the file says.
    private static string? Of(RunStore runs, Guid uuid)
    {
        try
        {
            using PrivateFolder files = runs.Open(uuid);
            return files.Read(GuestFolder.GroupFile, MaxText) is { } text && Encoding.UTF8.GetString(text) is var path
                && Path.GetFileName(path).StartsWith(Prefix(uuid), StringComparison.Ordinal) && File.Exists(Path.Combine(path, KillFile))
                ? path
                : null;
        }
        catch (DomainException)
        {
            return null;
        }
    }

    // In a thread of its own: those of the pool are as many as processors, and are needed meanwhile.
    private static Task<string?> Alone(Action change) => Task.Factory.StartNew(
        () => ProbeFiles.Try(change), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    // The folder of this process's own group. A mount may show only a part of all groups.
    private static string? Own()
    {
        string? own = Lines("/proc/self/cgroup").FirstOrDefault(l => l.StartsWith("0::/", StringComparison.Ordinal))?["0::".Length..];
        string[]? mount = Lines("/proc/self/mountinfo").Select(l => l.Split(' '))
            .FirstOrDefault(f => f.Length > 4 && f[(Array.IndexOf(f, "-") + 1)..][0] == "cgroup2");
        if (own is null || mount is null)
        {
            return null;
        }

        string shown = Path.GetRelativePath(mount[3], own);
        return shown.StartsWith("..", StringComparison.Ordinal) ? null : Path.Combine(mount[4], shown is "." ? string.Empty : shown);
    }

    // A group's folder contains no links, and its files are removed with it.
    private static void Remove(string path)
    {
        foreach (string inner in Directory.EnumerateDirectories(path))
        {
            Remove(inner);
        }

        Directory.Delete(path);
    }

    private static void Write(string path, string name, int number) =>
        File.WriteAllText(Path.Combine(path, name), number.ToString(CultureInfo.InvariantCulture));

    private static string[] Lines(string file) =>
        (ProbeFiles.ReadText(file, MaxText) ?? string.Empty).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
