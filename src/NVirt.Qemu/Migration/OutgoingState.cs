using System.Text.Json;
using NVirt.Cpu.Probe;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Qmp;

namespace NVirt.Qemu.Migration;

/// <summary>What the QEMU of a guest that is being sent says of it.</summary>
internal static class OutgoingState
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Ends the sending, and waits until it has ended. That all was sent meanwhile wins.</summary>
    /// <returns>QEMU's last word, for example <c>cancelled</c>.</returns>
    public static async Task<string> CancelAsync(GuestMonitor monitor, CancellationToken cancellation)
    {
        await monitor.ExecuteAsync("migrate_cancel", cancellation: cancellation);
        while (true)
        {
            JsonElement migration = await monitor.ExecuteAsync("query-migrate", cancellation: cancellation);
            string status = QemuJson.StringOf(migration, "status") ?? "none";
            if (status is "none" or "completed" or "failed" or "cancelled")
            {
                return status;
            }

            await Task.Delay(Pause, cancellation);
        }
    }
}
