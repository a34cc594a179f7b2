using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Domains.Driver;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Guests;

/// <summary>
/// Begins a guest anew once it has shut down. QEMU knows no such thing over ACPI, so it is told to stop there instead of ending, and then
/// reset. The record says so before QEMU does: a process that is killed in between leaves nobody stopped for ever.
/// </summary>
internal static class GuestReboot
{
    private const string HasShutDown = "shutdown";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ResetPatience = TimeSpan.FromSeconds(10);

    /// <summary>Asks the guest to shut down.</summary>
    /// <param name="monitor">Its QEMU.</param>
    /// <param name="record">Its record.</param>
    /// <param name="runs">Where the record is kept.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="DomainException">This QEMU cannot stop there (no support).</exception>
    public static async Task BeginAsync(GuestMonitor monitor, RunRecord record, RunStore runs, CancellationToken cancellation)
    {
        runs.Write(record with { IsRebooting = true });
        try
        {
            await SetShutdownAsync(monitor, "pause", cancellation);
        }
        catch (QmpException e) when (e.Kind == QmpErrorKind.Refused)
        {
            runs.Write(record with { IsRebooting = false });
            throw new DomainException(
                DomainErrorKind.NoSupport, NVirt.Xml.Text.Of(Messages.Guest_NoReboot, monitor.Version, record.Name), e);
        }

        await monitor.ExecuteAsync("system_powerdown", cancellation: cancellation);
    }

    /// <summary>Begins the guest anew if it has shut down.</summary>
    /// <returns>The record; the guest is still waited for if it says so.</returns>
    public static async Task<RunRecord> ContinueAsync(
        GuestMonitor monitor, RunRecord record, RunStore runs, CancellationToken cancellation)
    {
        string status = await monitor.QueryStatusAsync(cancellation);
        if (status == HasShutDown)
        {
            status = await ResetAsync(monitor, cancellation);
        }

        // It has been reset, perhaps by a process that was then killed.
        if (status != GuestStatus.Prelaunch)
        {
            return record;
        }

        await SetShutdownAsync(monitor, "poweroff", cancellation);
        await monitor.ExecuteAsync("cont", cancellation: cancellation);
        RunRecord running = record with { IsRebooting = false, Reason = DomainStateReason.Booted };
        runs.Write(running);
        return running;
    }

    /// <summary>Lets the guest's next shutdown be one. One that has already shut down begins anew all the same.</summary>
    public static async Task<RunRecord> GiveUpAsync(GuestMonitor monitor, RunRecord record, RunStore runs, CancellationToken cancellation)
    {
        RunRecord now = await ContinueAsync(monitor, record, runs, cancellation);
        if (now.IsRebooting)
        {
            await SetShutdownAsync(monitor, "poweroff", cancellation);

            // It may have shut down just before that.
            now = await ContinueAsync(monitor, now, runs, cancellation) with { IsRebooting = false };
            runs.Write(now);
        }

        return now;
    }

    // QEMU answers before it resets.
    private static async Task<string> ResetAsync(GuestMonitor monitor, CancellationToken cancellation)
    {
        await monitor.ExecuteAsync("system_reset", cancellation: cancellation);
        long start = Environment.TickCount64;
        while (true)
        {
            string status = await monitor.QueryStatusAsync(cancellation);
            if (status != HasShutDown || Environment.TickCount64 - start > ResetPatience.TotalMilliseconds)
            {
                return status;
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    private static Task<JsonElement> SetShutdownAsync(GuestMonitor monitor, string action, CancellationToken cancellation) =>
        monitor.ExecuteAsync("set-action", new JsonObject { ["shutdown"] = action }, cancellation);
}
